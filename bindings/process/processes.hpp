// The processes of one Lua state, in the order in which they were started: what belongs to a scenario beside
// the process itself, who of them is at the other end of a conversation, and how they end with their
// scenario.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/runtime.hpp"
#include "engine/process/process.hpp"
#include "engine/process/socket_table.hpp"
#include "engine/transcript/outside.hpp"

namespace parley {

struct Managed {
  explicit Managed(loop::Scheduler& scheduler) : process(scheduler) {}

  process::Process process;
  std::string name;       ///< In transcripts and reports.
  std::string directory;  ///< Where it began to run.
  Place place;            ///< Where the script started it.
  transcript::Role role = 0;
  std::vector<Descriptor> sockets;  ///< That it was handed; kept for the one that takes its place.
  Descriptor member;                ///< The pidfd of another one of its group, whose end a task waits for.
  bool is_fixture = false;          ///< Begun by before_all.
  bool is_over = false;             ///< Its scenario has ended it.
  bool is_past = false;             ///< That was an earlier scenario.
  bool serves = false;              ///< Somebody found it listening.
  bool attended = false;            ///< The script knows how it ended.
  std::uint64_t signals = 0;        ///< What the script sent it: a bit for each number.
  bool settled = false;             ///< Nothing of its group is left, or that was said.

  bool was_sent(int signal) const { return (signals >> static_cast<unsigned>(signal) & 1U) != 0; }
};

class Processes final : public transcript::Outside {
 public:
  explicit Processes(Runtime& runtime) : runtime_(runtime) {}

  std::vector<std::unique_ptr<Managed>> all;
  // What is about to be started, kept here while Lua may raise.
  process::Program draft;
  std::vector<Descriptor> draft_sockets;
  std::vector<std::string> draft_logs;

  /// Whether any of them, or anything that they left behind, may still act.
  bool anybody_left();
  /// A scenario begins, with a recorder of its own.
  void carry_over(transcript::Recorder& fresh);
  /// Ends what the scenario started, fixtures too where `everything`, by SIGKILL to whole groups and to all
  /// that left them. A crash that nobody waited for, what outlived its leader, and what left its group to
  /// outlive its parent are failures.
  void end(bool everything);
  std::string_view server(transcript::Protocol protocol, const net::Address& address) override;
  transcript::Role client(transcript::Protocol protocol, int fd, const net::Address& local,
                          const net::Address& remote) override;

 private:
  Managed* holder_of(const std::vector<ino_t>& inodes) const;
  Managed* only_candidate(bool without_servers) const;
  Managed* peer_of_unix(int fd) const;
  void judge(Managed& managed);
  void judge_strays();
  bool keeps_any(bool everything) const;

  Runtime& runtime_;
};

/// The processes of the runtime; made at the first call.
Processes& processes_of(Runtime& runtime);

/// "PID (command)" for each of the group that is left, with ", " between them.
std::string members_in_words(pid_t group);

/// The native half of require "process": pushes its table.
void push_process_module(lua_State* L);

}  // namespace parley
