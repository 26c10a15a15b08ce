// How the runner, which knows no Lua, has scripts loaded and scenarios run: an interface that the bindings
// fill. All its functions are called in a process of their own, never in the parent: whatever a script does,
// the parent stays as it was.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/runner/plan.hpp"
#include "engine/runner/result.hpp"
#include "engine/transcript/event.hpp"

namespace parley::runner {

/// What a scenario's process knows of the world that it runs in.
struct Surroundings {
  bool private_network = false;
  bool name_server = false;     ///< Of the script's own: lookups ask it.
  bool wants_exchange = false;  ///< The transcript is wanted of a scenario that passed, too.
  std::string directory;        ///< The scenario's own, empty, absolute; on a tmpfs where private.
  std::map<std::string, std::string> parameters;  ///< What --set name=value gave.
  std::optional<std::uint64_t> segment;           ///< How streams are cut, as net::Segmentation takes it.
  /// To be told what a role prints, as it does; empty where nobody looks on.
  std::function<void(const std::string& role, std::string_view text)> printed;
  golden::Mode goldens = golden::Mode::compare;
  transcript::EventSink* events = nullptr;  ///< Is told all that happens; null where nobody asks.
  bool record = true;                       ///< Exchanges are recorded, unless the scenario is against it.
  std::size_t event_bytes = transcript::logged_bytes;  ///< How many bytes of each event are kept.
  bool secrets = false;                                ///< Events tell the secrets of TLS, too.
};

class ScriptHost {
 public:
  virtual ~ScriptHost() = default;

  /// Loads `file` and says what it registers.
  virtual LoadedFile load(const std::string& file) = 0;

  /// Loads `file` for run() in processes that are forked from this one; `logs_events`: with
  /// Surroundings::events. False where it does not load, or each process has to load it for itself, since the
  /// script asked for something that is another one in each: the time.
  virtual bool preload(const std::string& /*file*/, bool /*logs_events*/) { return false; }

  /// Loads `file` again, unless that was done by preload, and runs the given scenarios of it, one after the
  /// other, in this process: one scenario, or the members of one group. Calls `started` before and `finished`
  /// after each; `started` is called again when its clean-up begins, which has the time limit anew;
  /// `finished` is also how a crash handler gets out what it knows.
  virtual void run(const std::string& file, const std::vector<Scenario>& scenarios,
                   const Surroundings& surroundings, const std::function<void(const Scenario&)>& started,
                   const std::function<void(const Scenario&, const Result&)>& finished) = 0;
};

}  // namespace parley::runner
