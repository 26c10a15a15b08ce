#include "bindings/task/play.hpp"

#include <algorithm>
#include <cstdio>

#include "bindings/errors.hpp"
#include "bindings/events/notes.hpp"
#include "bindings/fault/told.hpp"
#include "bindings/harness/failure.hpp"
#include "bindings/harness/harness.hpp"
#include "bindings/load/loads.hpp"
#include "bindings/process/processes.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/task/deadlock.hpp"
#include "bindings/task/task.hpp"
#include "bindings/task/watchdog.hpp"

namespace parley {

using runner::Failure;

namespace {

// Sockets are asked for news so often, however busy the tasks are: once a round, as whoever is woken waits
// for its turn anyway. A round is as many turns as tasks can run, within these bounds.
constexpr std::size_t least_turns_a_poll = 64;
constexpr std::size_t most_turns_a_poll = 1024;
// How long the kernel may take to deliver what cannot be seen, before a wait is called a deadlock.
constexpr Duration delivery_time = std::chrono::milliseconds(100);
// What closing the variables of cancelled tasks may take.
constexpr Duration closing_limit = std::chrono::milliseconds(400);

enum class Goal : std::uint8_t { body_done, roles_done };

class Player {
 public:
  Player(Runtime& runtime, const runner::Scenario& scenario, int next)
      : runtime_(runtime), scenario_(scenario), next_(next) {}

  runner::Result play(const std::function<void(const runner::Scenario&)>& begins) {
    const Instant begin = runtime_.scheduler.now();
    begins(scenario_);
    run_phase("body", scenario_.index, scenario_.timeout);
    end_tasks();
    begins(scenario_);
    run_phase("cleanup", next_, scenario_.timeout);
    end_tasks();
    runtime_.ends_fixtures = false;  // A leak is the scenario's again.
    const bool is_last = next_ < 0;
    if (is_last) cancel_fixtures();
    run_finalizers();
    check_unfinished();
    check_told(runtime_);
    note_leaks(runtime_, is_last);
    if (is_last) {
      close_state();
      close_all(runtime_);
    } else {
      close_leftovers(runtime_);
    }
    if (runtime_.processes != nullptr) runtime_.processes->end(is_last);
    check_asserted();
    runner::Result result = result_so_far(runtime_);
    result.elapsed = runtime_.scheduler.now() - begin;
    return result;
  }

 private:
  // Starts a function of lua/run.lua as the main task and runs until it and the roles that it left behind are
  // done.
  void run_phase(const char* function, int argument, Duration limit) {
    runtime_.stopping = false;
    runtime_.begins_fixtures = false;  // A before_all that failed left it on.
    deadline_ = runtime_.deadline = runtime_.scheduler.now() + limit;
    limit_ = limit;
    set_watchdog(runtime_, limit);
    runtime_.body_over = false;
    if (start(function, argument)) {
      run_until(Goal::body_done);
      if (!runtime_.stopping) run_until(Goal::roles_done);
    }
    stop_watchdog(runtime_);
    // Before cancelling closes sockets: what a reader wants to see is what had been exchanged until then.
    if (!runtime_.failures.empty() && runtime_.exchange_at_failure.empty()) {
      runtime_.exchange_at_failure = runtime_.recorder->text();
    }
  }

  struct Start {
    const char* function;
    int argument;
  };

  static int start_protected(lua_State* L) {
    const auto& start = *static_cast<const Start*>(lua_touserdata(L, 1));
    lua_rawgetp(L, LUA_REGISTRYINDEX, &run_table_key);
    lua_getfield(L, -1, start.function);
    if (start.argument >= 0) {
      lua_pushinteger(L, start.argument + 1);
    } else {
      lua_pushnil(L);
    }
    spawn(L, TaskKind::body, 0, 1);
    return 0;
  }

  bool start(const char* function, int argument) {
    Start request{function, argument};
    lua_pushcfunction(runtime_.main, start_protected);
    lua_pushlightuserdata(runtime_.main, &request);
    if (lua_pcall(runtime_.main, 1, 0, 0) == LUA_OK) return true;
    runtime_.fail(describe_error(runtime_, runtime_.main));
    lua_pop(runtime_.main, 1);
    return false;
  }

  void run_until(Goal goal) {
    for (std::size_t turn = 1; !runtime_.stopping; ++turn) {
      auto* task = static_cast<LuaTask*>(runtime_.scheduler.next());
      if (task == nullptr) {
        if (!wait_for_news(goal)) return;
        continue;
      }
      resume(runtime_, *task);
      // One that parked itself in time is not to blame.
      if (runtime_.overdue) time_out(task->state == loop::Task::State::running ? task : nullptr);
      if (turn < turns_a_poll()) continue;
      runtime_.scheduler.poll(Instant::min());
      turn = 0;
    }
  }

  std::size_t turns_a_poll() const {
    return std::clamp(runtime_.scheduler.runnable_count(), least_turns_a_poll, most_turns_a_poll);
  }

  // Every task waits. Returns false where the goal is reached or nothing more can happen.
  bool wait_for_news(Goal goal) {
    if (runtime_.scheduler.poll(Instant::min()) > 0) return true;
    if (reached(goal)) return false;
    if (runtime_.scheduler.next_deadline() == never) {
      const Prospect prospect = prospect_of(runtime_);
      if (prospect == Prospect::nothing) return dead();
      if (prospect == Prospect::nothing_visible) {
        const Instant delivered = runtime_.scheduler.now() + delivery_time;
        if (runtime_.scheduler.poll(std::min(delivered, deadline_)) > 0) return true;
        if (runtime_.scheduler.now() >= delivered) return dead();
      }
    }
    if (runtime_.events != nullptr) runtime_.events->flush();
    runtime_.scheduler.poll(deadline_);
    if (runtime_.overdue || runtime_.scheduler.now() >= deadline_) time_out(nullptr);
    return true;
  }

  bool reached(Goal goal) const {
    if (goal == Goal::body_done) return runtime_.body_over;
    for (const LuaTask* task = runtime_.oldest; task != nullptr; task = task->younger) {
      if (task->kind == TaskKind::role && !task->is_fixture && !in_background(task)) return false;
    }
    return true;
  }

  static bool in_background(const LuaTask* task) {
    for (; task != nullptr; task = task->parent) {
      if (task->kind == TaskKind::background) return true;
    }
    return false;
  }

  // `running` is the task that the watchdog stopped; null where all waited.
  void time_out(const LuaTask* running) {
    char text[80];
    const char* what = running == nullptr ? "" : ": this code did not stop by itself";
    std::snprintf(text, sizeof text, "not done after %g s%s", seconds(limit_), what);
    stop_with(Failure::Kind::timeout, text, running);
  }

  bool dead() {
    stop_with(Failure::Kind::deadlock, "deadlock: every task waits, and nothing is left that could wake one",
              nullptr);
    return false;
  }

  void stop_with(Failure::Kind kind, const char* message, const LuaTask* running) {
    if (runtime_.stopping) return;
    runtime_.stopping = true;
    runtime_.overdue = 0;
    note_waiting(runtime_);
    Failure failure;
    failure.kind = kind;
    failure.message = message;
    lua_Debug record;
    if (running != nullptr && user_place(running->innermost, &record)) {
      failure.role = runtime_.recorder->role_name(running->role);
      failure.file = record.source + 1;
      failure.line = record.currentline;
    } else if (!runtime_.waiting.empty()) {
      const runner::Waiting& first = blamed();
      failure.role = first.role;
      failure.file = first.file;
      failure.line = first.line;
    }
    runtime_.fail(std::move(failure));
  }

  // The task to show: one that waits for the network rather than one that waits for it.
  const runner::Waiting& blamed() const {
    for (const runner::Waiting& waiting : runtime_.waiting) {
      if (waiting.call.find(':') == std::string::npos) return waiting;
    }
    return runtime_.waiting.front();
  }

  // Cancels what still waits, but for fixtures.
  void end_tasks() {
    set_watchdog(runtime_, closing_limit);
    while (LuaTask* task = oldest_of_scenario()) cancel(runtime_, *task);
    stop_watchdog(runtime_);
  }

  LuaTask* oldest_of_scenario() const {
    LuaTask* task = runtime_.oldest;
    while (task != nullptr && task->is_fixture) task = task->younger;
    return task;
  }

  // Where something failed, an expectation may be unfinished only because of that.
  void check_unfinished() {
    lua_State* L = runtime_.main;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &unfinished_check_key);
    lua_pushboolean(L, runtime_.failures.empty());
    if (lua_pcall(L, 1, 0, 0) == LUA_OK) return;
    runtime_.fail(describe_error(runtime_, L));
    lua_pop(L, 1);
  }

  void cancel_fixtures() {
    while (runtime_.oldest != nullptr) cancel(runtime_, *runtime_.oldest);
  }

  // A __gc may claim something, too: what of the scenario is garbage by now is collected while its verdict is
  // still open.
  void run_finalizers() const {
    if (runtime_.has_finalizers) lua_gc(runtime_.main, LUA_GCCOLLECT);
  }

  // What is no garbage has its __gc when the state closes.
  void close_state() {
    if (!runtime_.has_finalizers) return;
    lua_close(runtime_.main);
    runtime_.main = nullptr;
  }

  // Who expects a failure is told that there was none.
  void check_asserted() {
    const bool is_judged = !runtime_.failures.empty() || runtime_.skipped || !scenario_.fails.empty();
    if (is_judged || runtime_.assertions > 0) return;
    Failure failure;
    failure.kind = Failure::Kind::no_assertion;
    failure.message =
        "it asserted nothing, so it could not fail\nwrite expect(...) for what it shows, or the option "
        "assertions = false where it is enough that nothing raises";
    failure.file = scenario_.file;
    failure.line = scenario_.line;
    runtime_.fail(std::move(failure));
  }

  Runtime& runtime_;
  const runner::Scenario& scenario_;
  int next_;
  Instant deadline_ = never;
  Duration limit_{};
};

}  // namespace

runner::Result result_so_far(Runtime& runtime) {
  runner::Result result;
  result.failures = runtime.failures;
  result.waiting = runtime.waiting;
  result.skip_reason = runtime.skip_reason;
  result.parameters = runtime.parameters;
  result.goldens = runtime.goldens;
  if (runtime.loads != nullptr) result.loads = runtime.loads->summaries;
  if (runtime.skipped) result.verdict = runner::Verdict::skipped;
  if (!runtime.failures.empty()) result.verdict = runner::Verdict::failed;
  result.outputs = runtime.printed.all();
  const bool wanted = result.verdict == runner::Verdict::failed || runtime.surroundings->wants_exchange;
  const bool failed_before = !runtime.exchange_at_failure.empty();
  if (wanted) result.transcript = failed_before ? runtime.exchange_at_failure : runtime.recorder->text();
  return result;
}

runner::Result play(Runtime& runtime, const runner::Scenario& scenario, int next,
                    const std::function<void(const runner::Scenario&)>& begins) {
  runtime.begin_scenario();
  if (scenario.uncut) runtime.segmentation = net::Segmentation();
  if (runtime.events != nullptr) runtime.events->begin(scenario.index);
  runner::Result result = Player(runtime, scenario, next).play(begins);
  if (runtime.events != nullptr) runtime.events->end();
  return result;
}

}  // namespace parley
