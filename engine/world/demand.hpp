// How much processor time a process tree asks for: what it got, and what it waited for in the run queue. So a
// scenario that a busy machine starves is told from one that only waits.
#pragma once

#include <sys/types.h>

#include <optional>

#include "engine/base/clock.hpp"

namespace parley::world {

struct Demand {
  /// What the threads ran and waited to run since they began. The kernel adds a wait when it is over, so it
  /// lags behind where the machine is busy.
  Duration time{};
  int runnable = 0;  ///< Threads that run, or wait to run, at this very moment.
};

/// That of the living descendants of `ancestor`, without `ancestor` itself, from schedstat, stat and children
/// in /proc/PID/task/TID (proc(5)). What has ended is not in it, so the time may shrink. Nothing where this
/// kernel does not tell, or `ancestor` is gone.
std::optional<Demand> demand_below(pid_t ancestor);

}  // namespace parley::world
