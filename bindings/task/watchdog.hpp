// The watchdog of a scenario's own process: when the time limit passes while Lua code runs, that code is
// stopped where it is. It costs nothing before: the count hook is set only by the alarm's signal.
//
// What never leaves a C function is the keeper's to kill; it sends SIGXCPU first, so that this process can
// still say what it knows, as it does when it crashes.
#pragma once

#include "bindings/runtime.hpp"

namespace parley {

/// From now on the code that runs after `limit` is stopped: a task yields to the run loop, which finds
/// runtime.overdue set; what cannot yield gets an error instead, again and again.
void set_watchdog(Runtime& runtime, Duration limit);
void stop_watchdog(Runtime& runtime);

/// Installs handlers for the signals of a crash and for the keeper's SIGXCPU. They call `last_words` once
/// with the signal's number, on a stack of their own, and then let the signal kill the process. Restores
/// nothing.
void install_crash_handlers(void (*last_words)(int signal));
/// For a process that was forked: it dies of such a signal without a word, and no alarm is its own.
void leave_watching_to_parent();

}  // namespace parley
