// Everything that belongs to one Lua state: the scheduler, the recorder, the sockets that are open, what
// roles have printed, and what has gone wrong. Each scenario's process has one. The bindings' functions reach
// it from their lua_State with runtime_of.
#pragma once

#include <csignal>
#include <cstdint>
#include <deque>
#include <functional>
#include <lua.hpp>
#include <memory>
#include <string>
#include <vector>

#include "bindings/allocator.hpp"
#include "bindings/call_log.hpp"
#include "bindings/collector.hpp"
#include "bindings/lookups.hpp"
#include "bindings/output_log.hpp"
#include "bindings/ssl/drafts.hpp"
#include "engine/base/pausable_clock.hpp"
#include "engine/dns/server.hpp"
#include "engine/load/summary.hpp"
#include "engine/loop/scheduler.hpp"
#include "engine/net/address.hpp"
#include "engine/net/database.hpp"
#include "engine/net/lookup.hpp"
#include "engine/net/segmentation.hpp"
#include "engine/runner/result.hpp"
#include "engine/runner/script_host.hpp"
#include "engine/transcript/mind.hpp"
#include "engine/transcript/recorder.hpp"

namespace parley {

struct LuaTask;
struct Socket;
class EventNotes;
class Loads;
class Processes;
class ToldFailures;

/// The first word of every userdata of ours: the sandbox holds no other library's.
enum class Tag : std::uint32_t {
  socket = 0x50534f43,
  task = 0x5054534b,
  buffer = 0x50425546,
  context = 0x50435458,
  session = 0x50534553
};

/// The addresses of a socket, kept so that the kernel need not be asked at each call.
struct Names {
  net::Address local;
  net::Address peer;  ///< Of a connected datagram socket; else of length 0.
  transcript::Protocol protocol{};
  transcript::Role role = 0;  ///< Who bound it.
  bool kernel_chose = false;  ///< The port, or the name.
};

/// Where in a script something is.
struct Place {
  std::string file;
  int line = 0;
};

/// A descriptor that is the script's own to close: where it got it, and by which call.
struct Loan : Place {
  const char* call = "detach()";
};

/// A socket that a message took along (SCM_RIGHTS): it stays open until somebody receives it, whoever closes
/// it.
struct Passed {
  std::uint64_t file = 0;  ///< As OpenSocket's.
  transcript::End* end = nullptr;
  bool is_nonblocking = false;
  int under_way = 0;  ///< How many messages hold it.
};

/// What is known of an open descriptor beside the Lua object that uses it: an object that the collector takes
/// hands its descriptor over to the scenario, so that no FIN depends on the collector.
struct OpenSocket {
  transcript::End* end = nullptr;  ///< Of a stream: its end of the conversation, once there is one.
  std::unique_ptr<Names> names;    ///< Of a listener or a datagram socket.
  Socket* object = nullptr;  ///< The Lua object that it was given to; null once that is gone, or detached.
  bool open = false;
  bool orphan = false;  ///< Its Lua object is gone.
  bool stream = false;
  bool is_fixture = false;      ///< Of before_all: it stays open until after_all is done.
  bool is_nonblocking = false;  ///< What O_NONBLOCK would say, if not all of ours had it.
  std::uint64_t file =
      0;  ///< Of the open file, where another descriptor or a message may have it too; else 0.
  std::unique_ptr<Loan> loan;         ///< Of one that has no object and is the script's to close.
  std::unique_ptr<tls::Session> tls;  ///< Of a stream that ssl wrapped, and has not unwrapped.
};

struct Runtime {
  explicit Runtime(std::size_t memory_cap);
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  /// Begins a scenario: nothing recorded, nothing printed, nothing failed.
  void begin_scenario();
  /// Nothing of the scenario is recorded from here on; `why` says why, and the way out.
  void keep_no_record(const char* why);
  /// Notes a failure; the first one stops the scenario unless it is an expectation's.
  void fail(runner::Failure failure);
  /// The output of `role`, grown to hold it.
  std::string& output(transcript::Role role);
  /// What is known of `fd`, which gets a place where it has none.
  OpenSocket& socket(int fd) {
    const auto index = static_cast<std::size_t>(fd);
    if (index >= sockets.size()) sockets.resize(index + 64);
    return sockets[index];
  }
  /// Moves a text that the engine returned into `message`, so that nothing owns memory when Lua raises. The
  /// error of a result that has none.
  Error keep(Result<std::string> text);
  void carry_fixtures_over(transcript::Recorder& fresh);

  Allocator allocator;
  Collector collector;
  PausableClock clock;
  loop::EpollPoller poller;
  loop::Scheduler scheduler;
  Lookups lookups{scheduler};
  std::unique_ptr<dns::Server> name_server;  ///< Of a scenario with the option dns.
  std::unique_ptr<transcript::Recorder> recorder;
  std::deque<transcript::Mind> minds;  ///< Of tasks and of events, those that are gone too.
  lua_State* main = nullptr;

  LuaTask* current = nullptr;  ///< The task that runs now; null outside a scenario.
  LuaTask* oldest = nullptr;   ///< All tasks that are not done, in the order of their creation.
  LuaTask* youngest = nullptr;
  net::Segmentation segmentation;  ///< How streams are cut on demand, anew in each scenario.
  std::size_t sent_in_a_row = 0;   ///< Bytes that the running task sent since it last waited.
  bool urgent_sent =
      false;  ///< With MSG_OOB: a receive that comes before there is anything would pass it by.
  Instant deadline = never;  ///< When the time limit of what runs now passes.
  int rigid_calls = 0;       ///< Coroutines resumed from where Lua cannot suspend: nothing can wait in them.
  bool body_over = false;    ///< The main task has ended.
  bool stopping = false;     ///< A task failed: nothing runs any more but the clean-up.

  std::unique_ptr<Processes> processes;  ///< Null until the first one is started.
  std::unique_ptr<ToldFailures> told;    ///< Null where no call is told to fail.
  std::unique_ptr<Loads> loads;          ///< Null until the first load begins.
  std::unique_ptr<EventNotes> events;    ///< Null where nobody asked for a log of events.

  std::vector<OpenSocket> sockets;    ///< By descriptor.
  std::vector<Passed> passed;         ///< Sockets that messages took along.
  std::int64_t default_timeout = -1;  ///< Of new sockets, in nanoseconds; -1 for none.
  std::vector<char> scratch;          ///< What a receive fills before it becomes a Lua string.
  std::vector<std::string> outputs;   ///< By role.
  OutputLog printed;                  ///< By all, for the report.
  CallLog calls;
  std::vector<runner::Failure> failures;
  std::uint64_t assertions = 0;  ///< How many the scenario has made, whether they held or not.
  bool has_finalizers = false;   ///< A script gave a metatable a __gc, which may assert something, too.
  std::vector<runner::Waiting> waiting;
  std::string skip_reason;
  std::vector<golden::Use> goldens;  ///< That the scenario asked for.
  bool skipped = false;
  std::vector<std::string> parameters;     ///< The names that were asked t:param for, each once.
  std::string circumstance;                ///< What every failure says beside its message; may be empty.
  std::string warning;                     ///< Of Lua's, in the making.
  runner::Failure last_raised;             ///< The last exception of ours, whatever became of it.
  runner::Failure problem;                 ///< Why loading failed.
  std::string exchange_at_failure;         ///< The transcript as it was before failed tasks were cancelled.
  std::vector<transcript::Block> blocks;   ///< The transcript that was asked for last, for the same reason.
  std::string message;                     ///< A text in the making, where a local one could leak by longjmp.
  TlsDrafts tls;                           ///< What TLS last gave, for the same reason.
  net::LookupRequest request;              ///< The lookup that is about to be made, for the same reason,
  net::LookupAnswer answer;                ///< and what the last one gave.
  std::vector<net::Interface> interfaces;  ///< The last list of them, for the same reason.
  std::vector<dns::Answer> answers;        ///< Of the name server, in the making.
  std::string script;                      ///< The path of the script that this state has loaded.
  std::vector<int> wanted;       ///< The numbers (from 0) of the scenarios to register; empty for all.
  bool loads_by_clock = false;   ///< The script asked for the time while it loaded.
  bool compiles = false;         ///< The script is being compiled: an error now is one of syntax.
  bool begins_fixtures = false;  ///< before_all runs: its tasks outlive the scenario.
  bool ends_fixtures = false;    ///< after_all runs: what fails now is no scenario's own.
  const runner::Surroundings* surroundings = nullptr;
  const char* unrecorded = nullptr;  ///< Why the exchange is not recorded, and the way out; null where it is.

  // For the watchdog's signal handler.
  lua_State* volatile running = nullptr;  ///< The coroutine whose Lua code runs now.
  volatile std::sig_atomic_t overdue = 0;
};

/// The runtime of the state that `L` belongs to: stored in front of it (lua_getextraspace).
inline Runtime& runtime_of(lua_State* L) { return **static_cast<Runtime**>(lua_getextraspace(L)); }

/// Pushes the runtime's message, binary as it is; returns 1.
inline int push_message(lua_State* L) {
  const std::string& text = runtime_of(L).message;
  lua_pushlstring(L, text.data(), text.size());
  return 1;
}

}  // namespace parley
