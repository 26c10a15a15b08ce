// Time as the engine reads it: monotonic, in nanoseconds, behind an interface wherever a test wants a world
// of its own.
#pragma once

#include <chrono>
#include <cstdint>

namespace parley {

/// A length of time; a type of its own, so that it is never mistaken for a count or a descriptor.
using Duration = std::chrono::nanoseconds;
/// A point on the monotonic clock.
using Instant = std::chrono::time_point<std::chrono::steady_clock, Duration>;

inline constexpr Instant never = Instant::max();

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

/// clock_gettime(CLOCK_MONOTONIC).
class SteadyClock final : public Clock {
 public:
  Instant now() const override { return std::chrono::steady_clock::now(); }
};

inline double seconds(Duration d) { return std::chrono::duration<double>(d).count(); }

}  // namespace parley
