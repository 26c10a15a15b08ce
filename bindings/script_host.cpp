#include "bindings/script_host.hpp"

#include <algorithm>
#include <cstring>

#include "bindings/errors.hpp"
#include "bindings/events/notes.hpp"
#include "bindings/harness/failure.hpp"
#include "bindings/state.hpp"
#include "bindings/task/play.hpp"
#include "bindings/task/task.hpp"
#include "bindings/task/watchdog.hpp"
#include "engine/net/names.hpp"
#include "engine/net/tls_context.hpp"

namespace parley {

namespace {

using runner::Failure;
using runner::LoadedFile;
using runner::Result;
using runner::Scenario;

using Finished = std::function<void(const Scenario&, const Result&)>;

// What a crash handler needs to say last words: what runs, and to whom to say it.
struct Playing {
  Runtime* runtime = nullptr;
  const Scenario* scenario = nullptr;
  const Finished* finished = nullptr;
};
Playing playing;

Failure last_failure(Runtime& runtime, int signal) {
  Failure failure;
  const bool stuck = signal == SIGXCPU;
  failure.kind = stuck ? Failure::Kind::unresponsive : Failure::Kind::crash;
  failure.message =
      stuck ? "killed: it did not stop at its time limit, inside a function of C that never came back"
            : std::string("the scenario's process died of ") + net::signal_name(signal) + " (" +
                  ::strsignal(signal) + ")";
  if (runtime.current == nullptr) {
    note_waiting(runtime);
    return failure;
  }
  const std::vector<const char*>& calls = runtime.calls.of(runtime.current->role).names;
  if (!calls.empty()) failure.message += std::string("; its last call was ") + calls.back();
  failure.role = runtime.recorder->role_name(runtime.current->role);
  lua_Debug record;
  if (runtime.running != nullptr && user_place(runtime.running, &record)) {
    failure.file = record.source + 1;
    failure.line = record.currentline;
  }
  return failure;
}

// In a signal handler, of a process that dies anyway: what can be told is worth the risk, and a second fault
// in here costs only the words.
void last_words(int signal) {
  if (playing.runtime == nullptr || playing.scenario == nullptr) return;
  playing.runtime->fail(last_failure(*playing.runtime, signal));
  (*playing.finished)(*playing.scenario, result_so_far(*playing.runtime));
}

LoadedFile load_error(const std::string& file, const Failure& problem) {
  LoadedFile loaded;
  loaded.errors.push_back({problem.file.empty() ? file : problem.file, problem.line, problem.message});
  return loaded;
}

Result could_not_load(const Failure& problem) {
  Result result;
  result.verdict = runner::Verdict::failed;
  result.failures.push_back(problem);
  return result;
}

// Opens the Lua state when it is made, in the parent: every process that is forked from it finds the API
// loaded (2 ms of work), and uses the state up. No script ever runs in the parent's own.
class LuaHost final : public runner::ScriptHost {
 public:
  LuaHost() : runtime_(std::make_unique<Runtime>(memory_cap)), open_(open_state(*runtime_, problem_)) {}

  LoadedFile load(const std::string& file) override {
    Runtime& runtime = *runtime_;
    Failure problem = problem_;
    LoadedFile loaded;
    if (open_ && load_script(runtime, file, problem) &&
        registered_scenarios(runtime, file, loaded.scenarios, problem)) {
      return loaded;
    }
    return load_error(file, problem);
  }

  bool preload(const std::string& file, bool logs_events) override {
    Runtime& runtime = *runtime_;
    Failure problem;
    if (!open_ || (logs_events && !log_events(runtime, problem)) || !load_script(runtime, file, problem))
      return false;
    // Only what is needed is to be copied, and no scenario marks all of it that ends before long.
    lua_gc(runtime.main, LUA_GCCOLLECT);
    is_preloaded_ = true;
    return !runtime.loads_by_clock;
  }

  void run(const std::string& file, const std::vector<Scenario>& scenarios,
           const runner::Surroundings& surroundings, const std::function<void(const Scenario&)>& started,
           const Finished& finished) override {
    keep_freed_memory();
    Runtime& runtime = *runtime_;
    Failure problem = problem_;
    const bool ready = open_ && open_poller(runtime, problem) &&
                       (is_preloaded_ || load_again(file, scenarios, surroundings, problem)) &&
                       are_registered(runtime, file, scenarios, problem);
    runtime.surroundings = &surroundings;
    note_events(runtime, surroundings);
    install_crash_handlers(last_words);
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
      if (!ready) {
        started(scenarios[i]);
        finished(scenarios[i], could_not_load(problem));
        continue;
      }
      playing = {&runtime, &scenarios[i], &finished};
      const int next = i + 1 < scenarios.size() ? scenarios[i + 1].index : -1;
      const Result result = play(runtime, scenarios[i], next, started);
      playing = {};
      finished(scenarios[i], result);
    }
  }

 private:
  static bool open_poller(Runtime& runtime, Failure& problem) {
    const Error error = runtime.poller.init();
    if (!error) return true;
    problem.kind = Failure::Kind::infrastructure;
    problem.message = "epoll: " + error.to_string();
    return false;
  }

  // Where the run asks for events: before the script may hold on to any function.
  static bool log_events(Runtime& runtime, Failure& problem) {
    const auto log = [](lua_State* L) {
      log_calls(L);
      return 0;
    };
    return call_protected(runtime, log, nullptr, problem);
  }

  static void note_events(Runtime& runtime, const runner::Surroundings& surroundings) {
    if (surroundings.events == nullptr) return;
    runtime.events = std::make_unique<EventNotes>(runtime, *surroundings.events, surroundings.event_bytes);
    if (surroundings.secrets)
      tls::set_secret_listener([&runtime](std::string_view line) { runtime.events->secret(line); });
  }

  bool load_again(const std::string& file, const std::vector<Scenario>& scenarios,
                  const runner::Surroundings& surroundings, Failure& problem) {
    Runtime& runtime = *runtime_;
    for (const Scenario& wanted : scenarios) runtime.wanted.push_back(wanted.index);
    std::sort(runtime.wanted.begin(), runtime.wanted.end());
    if (surroundings.events != nullptr && !log_events(runtime, problem)) return false;
    return load_script(runtime, file, problem);
  }

  // Whether the file has registered the same scenarios as when the run began.
  static bool are_registered(Runtime& runtime, const std::string& file,
                             const std::vector<Scenario>& scenarios, Failure& problem) {
    for (const Scenario& wanted : scenarios) {
      if (is_registered(runtime, wanted.index, wanted.name)) continue;
      problem.file = file;
      problem.line = wanted.line;
      problem.message =
          "loading the script again registered other scenarios: what it registers must not change";
      return false;
    }
    return true;
  }

  std::unique_ptr<Runtime> runtime_;
  Failure problem_;
  bool open_;
  bool is_preloaded_ = false;
};

}  // namespace

std::unique_ptr<runner::ScriptHost> make_script_host() { return std::make_unique<LuaHost>(); }

}  // namespace parley
