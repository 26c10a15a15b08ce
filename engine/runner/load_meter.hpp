// How many cores a running unit asks for, as far as one can tell: what earlier runs say, then what its
// processes wanted lately. The running unit owns it; the session asks it.
#pragma once

#include <sys/types.h>

#include <vector>

#include "engine/base/clock.hpp"
#include "engine/runner/plan.hpp"

namespace parley::runner {

class LoadMeter {
 public:
  /// How long a measurement takes at least: shorter, it says nothing.
  static constexpr Duration span = std::chrono::milliseconds(20);

  /// A member that is new counts as a core that is busy all the time.
  explicit LoadMeter(const std::vector<const Scenario*>& members);

  /// The processes below `keeper` begin.
  void begin(pid_t keeper, Instant now);
  /// Measures, where the last time is long enough ago. Where the kernel tells nothing all stays as it is.
  void measure(Instant now);
  /// In cores; above 1 for one of several processes or threads that compute.
  double load() const { return load_; }

 private:
  double load_;
  pid_t keeper_ = -1;
  Instant last_{};
  Duration demand_{};  ///< At the time of the last measurement.
};

}  // namespace parley::runner
