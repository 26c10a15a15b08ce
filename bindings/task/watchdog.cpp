#include "bindings/task/watchdog.hpp"

#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>

#include "bindings/task/task.hpp"

namespace parley {

namespace {

// The runtime that the alarm is for, and when it is due. A process runs one scenario at a time.
Runtime* watched = nullptr;
Instant due = never;

// How often it barks again at code that catches the error and goes on.
constexpr suseconds_t again_microseconds = 50'000;

// Where Lua cannot suspend, the hook stays, and raises at every instruction until that place is left.
void stop_here(lua_State* L, lua_Debug* /*record*/) {
  const Runtime& runtime = runtime_of(L);
  const bool suspends = lua_isyieldable(L) && runtime.rigid_calls == 0;
  if (suspends || !runtime.overdue) lua_sethook(L, nullptr, 0, 0);
  if (!runtime.overdue) return;
  if (suspends) {
    if (runtime.current != nullptr) runtime.current->innermost = L;
    lua_yield(L, 0);
    return;
  }
  luaL_where(L, 0);
  lua_pushliteral(L, "the time limit is over");
  lua_concat(L, 2);
  lua_error(L);
}

// ITIMER_REAL first rings after `delay`, then again and again.
void start_timer(Duration delay) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(delay);
  const auto rest = std::chrono::duration_cast<std::chrono::microseconds>(delay - whole);
  itimerval timer{};
  timer.it_value = {whole.count(), rest.count() + 1};
  timer.it_interval = {0, again_microseconds};
  setitimer(ITIMER_REAL, &timer, nullptr);
}

// lua_sethook may be called from a signal handler, as lua.c does. The hook counts instructions only: at a
// call it would also find the C functions that the libraries call for themselves, where nothing can be
// suspended.
void bark(int /*signal*/) {
  if (watched == nullptr) return;
  const Duration left = due - watched->clock.now();
  if (left > Duration::zero()) return start_timer(left);  // The run was suspended for a while.
  watched->overdue = 1;
  lua_State* running = watched->running;
  if (running != nullptr) lua_sethook(running, stop_here, LUA_MASKCOUNT, 1);
}

#ifdef __SANITIZE_ADDRESS__  // The sanitizer's own report says more.
constexpr std::array<int, 0> crash_signals{};
#else
constexpr std::array crash_signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP};
#endif
constexpr std::array telling_signals{SIGXCPU, SIGTERM, SIGQUIT};

void (*last_words_of)(int) = nullptr;

void die(int signal) {
  // A second fault, in here, kills at once: the handlers are gone (SA_RESETHAND), and so is this one's work.
  static volatile sig_atomic_t dying = 0;
  if (dying == 0) {
    dying = 1;
    last_words_of(signal);
  }
  ::signal(signal, SIG_DFL);
  ::kill(::getpid(), signal);
}

}  // namespace

void set_watchdog(Runtime& runtime, Duration limit) {
  watched = &runtime;
  runtime.overdue = 0;
  struct sigaction action {};
  action.sa_handler = bark;
  sigaction(SIGALRM, &action, nullptr);  // Without SA_RESTART: a wait ends.
  due = runtime.clock.now() + limit;
  start_timer(limit);
}

void stop_watchdog(Runtime& runtime) {
  const itimerval off{};
  setitimer(ITIMER_REAL, &off, nullptr);
  runtime.overdue = 0;
  watched = nullptr;
}

void install_crash_handlers(void (*last_words)(int signal)) {
  last_words_of = last_words;
  static std::array<char, 65536> stack;
  const stack_t own{.ss_sp = stack.data(), .ss_flags = 0, .ss_size = stack.size()};
  sigaltstack(&own, nullptr);
  struct sigaction action {};
  action.sa_handler = die;
  action.sa_flags = static_cast<int>(SA_ONSTACK | SA_RESETHAND);
  for (const int signal : crash_signals) sigaction(signal, &action, nullptr);
  for (const int signal : telling_signals) sigaction(signal, &action, nullptr);
}

void leave_watching_to_parent() {
  watched = nullptr;
  for (const int number : crash_signals) ::signal(number, SIG_DFL);
  for (const int number : telling_signals) ::signal(number, SIG_DFL);
}

}  // namespace parley
