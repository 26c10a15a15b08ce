// The keeper: the small process between parley and a scenario. It makes the world, forks the scenario's
// process into it, reaps what is left behind there, kills what does not answer, keeps the directory of a
// failed scenario and says how it all ended. It is process 1 of a private world, which goes with it; on the
// host network it is a subreaper that cleans up itself. It dies with parley, and then nothing stays behind.
// Where a scenario left a world of which all can be made anew, the keeper stays for the next one.
//
//   parley (session.hpp) -- keeper (keeper.hpp) -- the scenario's process (ScriptHost::run)
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "engine/base/descriptor.hpp"
#include "engine/base/result.hpp"
#include "engine/world/alarm.hpp"
#include "engine/world/mounts.hpp"
#include "engine/world/namespaces.hpp"

namespace parley::world {

/// How a scenario's process ended.
struct Ending {
  enum class How : std::uint8_t {
    exited,     ///< `code` is its exit status.
    signalled,  ///< `code` is the signal that killed it.
    not_begun,  ///< It never ran: `trouble` says why.
  };
  How how = How::not_begun;
  int code = 0;
  bool unresponsive = false;  ///< Its alarm rang, and the keeper told it to end or killed it.
  std::string trouble;
  std::string kept_directory;  ///< Where its directory was copied to; empty where nothing was to keep.
  std::string kept_trouble;    ///< Why not all of it was copied.
  bool stays = false;          ///< The keeper makes its world anew and waits for its next turn.
};

/// What the scenario's process is given.
struct Inside {
  std::string directory;
  const Alarm& alarm;  ///< Not set yet.
};

struct KeeperJob {
  bool private_network = true;
  Names names;  ///< Of a private world.
  /// The writing end of a pipe to parley, at first_own_descriptor or above: the only descriptor that the two
  /// processes keep, besides 0, 1 and 2. That nobody reads it any more tells the keeper that parley is gone.
  int channel = -1;
  /// What wait_for_turn reads, at first_own_descriptor or above.
  int turns = -1;
  /// A file at first_own_descriptor or above, for the packets of a private network (packet_tap.hpp); -1 where
  /// they are not wanted.
  int packets = -1;
  /// Blocks until it is the turn of the next scenario, and returns what its process is to be told, in the
  /// caller's own terms; nothing where none is to come. A private world is made before it is called for the
  /// first time; on the host network nothing is.
  std::function<std::optional<std::string>()> wait_for_turn;
  /// The scenario's process; what it returns is its exit status.
  std::function<int(const std::string& order, const Inside&)> body;
  /// What scenarios begin with that a process can do once for all that have it in common (fork_server.hpp):
  /// its name (a file to load), and what does it, in that process; false where each has to do it for itself.
  std::function<std::string(const std::string& order)> groundwork;
  std::function<bool(const std::string& groundwork)> lay_groundwork;
  /// The exit statuses of a scenario whose directory need not be kept, and of such a one that may have left
  /// something in its network besides connections (Renewal::renew).
  int clean_status = 0;
  int residue_status = 0;
  /// The keeper of a private world may stay for a next scenario.
  bool may_stay = false;
  /// Called in the keeper at the end of each scenario, to tell parley. One that stays may find only then that
  /// its world cannot be made anew, and leaves without a word.
  std::function<void(const Ending&)> report;
};

/// Starts a keeper. Its process is the caller's child and is waited for by the caller. Errors:
/// clone_process's.
Result<Process> start_keeper(const KeeperJob& job);

/// Tells a running keeper to stop its scenario, whatever that has started, and the alarm; and to let all go
/// on.
void suspend(const Process& keeper);
void go_on(const Process& keeper);

/// Tells a running keeper to end its scenario at once and to report nothing. It still has to be waited for.
void stop_keeper(const Process& keeper, bool private_network);

}  // namespace parley::world
