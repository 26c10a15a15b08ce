// The process that plays a share: what it leaves to its parent, its loop, its report.
#include <unistd.h>

#include "bindings/events/notes.hpp"
#include "bindings/load/share.hpp"
#include "bindings/runtime.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"
#include "bindings/task/watchdog.hpp"
#include "engine/world/inherited.hpp"

namespace parley {

namespace {

// Sockets are asked for news at least so often, however busy the tasks are.
constexpr int turns_a_poll = 64;

/// What happens in a share is told to nobody while it happens.
class Nowhere final : public transcript::EventSink {
 public:
  void add(const transcript::Event& /*event*/) override {}
  void flush() override {}
};

// What the script of this process still holds is closed: else no end of a connection would reach its peer.
void leave_sockets(Runtime& runtime, int fd) {
  for (OpenSocket& open : runtime.sockets)
    if (open.object != nullptr) open.object->fd = -1;
  runtime.sockets.clear();
  runtime.passed.clear();
  world::close_inherited({fd, runtime.poller.fd()});
}

void leave_record(Runtime& runtime) {
  auto fresh = std::make_unique<transcript::Recorder>();
  for (transcript::Role role = 0; role < runtime.recorder->role_count(); ++role)
    fresh->declare_role(runtime.recorder->role_name(role));
  fresh->keep_nothing();
  runtime.recorder = std::move(fresh);
  runtime.failures.clear();
  runtime.assertions = 0;
  runtime.printed.begin(runtime.scheduler.now());
}

void leave_telling(Runtime& runtime) {
  static Nowhere nowhere;
  if (runtime.events != nullptr) runtime.events = std::make_unique<EventNotes>(runtime, nowhere, 0);
  static runner::Surroundings own;
  own = *runtime.surroundings;
  own.printed = {};
  own.events = nullptr;
  runtime.surroundings = &own;
}

// Of the parent's tasks none will run here; their variables are not closed either, which is the parent's to
// do.
Error leave_to_parent(Runtime& runtime, int fd) {
  leave_watching_to_parent();
  // Before the descriptor of the old one is closed, whose number it would have else.
  if (const Error error = runtime.poller.init()) return error;
  leave_sockets(runtime, fd);
  runtime.scheduler.forget_all();
  runtime.lookups.leave_to_parent();
  runtime.oldest = runtime.youngest = nullptr;
  leave_telling(runtime);
  leave_record(runtime);
  return {};
}

void run(Runtime& runtime, const LuaTask& main) {
  for (int turn = 1; !runtime.stopping && main.state != loop::Task::State::done; ++turn) {
    auto* task = static_cast<LuaTask*>(runtime.scheduler.next());
    if (task == nullptr) {
      runtime.scheduler.poll(never);
      continue;
    }
    resume(runtime, *task);
    if (turn % turns_a_poll == 0) runtime.scheduler.poll(Instant::min());
  }
}

ShareReport report_of(Runtime& runtime, std::size_t run_number) {
  ShareReport report;
  if (runtime.loads->has(run_number)) {
    LoadRun& run = runtime.loads->run(run_number);
    report.latencies = run.latencies.parts();
    report.errors.assign(run.errors.begin(), run.errors.end());
    report.dropped = run.schedule.dropped();
    report.last_end = run.last_end.time_since_epoch().count();
  }
  report.assertions = runtime.assertions;
  report.failures = runtime.failures;
  report.outputs = runtime.printed.all();
  if (runtime.skipped) report.skip_reason = runtime.skip_reason;
  return report;
}

// The parent reads all of it; where it is gone, so is this process.
void send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::write(fd, bytes.data(), bytes.size());
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

}  // namespace

int play_share(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  const int fd = runtime.loads->share_fd;
  const std::size_t run_number = runtime.loads->begun();
  ShareReport report;
  if (const Error error = leave_to_parent(runtime, fd)) {
    runner::Failure failure;
    failure.kind = runner::Failure::Kind::infrastructure;
    failure.message = "epoll: " + error.to_string();
    report.failures.push_back(failure);
  } else {
    runtime.current->is_load = true;
    const LuaTask& main = *spawn(L, TaskKind::role, runtime.current->role, lua_gettop(L) - 1);
    runtime.current = nullptr;
    run(runtime, main);
    report = report_of(runtime, run_number);
  }
  send_all(fd, packed(report));
  ::_exit(0);
}

}  // namespace parley
