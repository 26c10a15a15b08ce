// What a process has taken of the machine: while it runs, and behind its end.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <cstdint>

#include "engine/base/clock.hpp"

namespace parley::process {

struct Usage {
  Duration cpu{};                 ///< The time that it ran, its own code's and the kernel's for it.
  std::uint64_t peak_memory = 0;  ///< The most that it had resident, in bytes.

  /// Of several processes: the times together, and the largest of the peaks, as getrusage(2) has it of
  /// children.
  Usage& operator+=(const Usage& other);
};

/// Of a living process, without the children that it has waited for: clock_getcpuclockid(3), and proc(5).
/// Nothing of one that has gone.
Usage usage_of(pid_t pid);
/// What wait4(2) said of one that has ended, with the children that it had waited for.
Usage usage_of(const rusage& usage);

}  // namespace parley::process
