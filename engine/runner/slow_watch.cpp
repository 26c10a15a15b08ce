#include "engine/runner/slow_watch.hpp"

#include <algorithm>

namespace parley::runner {

void SlowWatch::scenario_started(const Scenario& scenario) {
  if (after_ != Duration::max()) running_.push_back({&scenario, clock_.now(), after_});
  listener_.scenario_started(scenario);
}

void SlowWatch::scenario_finished(const Scenario& scenario, const Result& result) {
  const auto found = std::find_if(running_.begin(), running_.end(),
                                  [&](const Running& running) { return running.scenario == &scenario; });
  if (found != running_.end()) running_.erase(found);
  listener_.scenario_finished(scenario, result);
}

Duration SlowWatch::idle() {
  Duration longest = listener_.idle();
  if (running_.empty()) return longest;
  const Instant now = clock_.now();
  for (Running& running : running_) {
    const Duration so_far = now - running.began;
    if (so_far >= running.next) {
      listener_.scenario_slow(*running.scenario, running.next);
      while (running.next <= so_far) running.next *= 2;
    }
    longest = std::min(longest, running.next - so_far);
  }
  return longest;
}

}  // namespace parley::runner
