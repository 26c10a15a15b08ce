#include "engine/report/timings.hpp"

#include <algorithm>

#include "engine/report/text.hpp"

namespace parley::report {

Timings::Timings(const RecordedRun& run) {
  for (const auto& [scenario, result] : run.finished) {
    Duration time = result.elapsed;
    for (const runner::Result& attempt : result.earlier) time += attempt.elapsed;
    Duration& longest = times_[{scenario.file, scenario.name}];
    longest = std::max(longest, time);
  }
}

std::vector<std::optional<Duration>> Timings::of(const std::vector<runner::Scenario>& scenarios) const {
  std::vector<std::optional<Duration>> times;
  for (const runner::Scenario& scenario : scenarios) {
    const auto known = times_.find({safe_line(scenario.file), safe_line(scenario.name)});
    times.push_back(known == times_.end() ? std::nullopt : std::optional(known->second));
  }
  return times;
}

}  // namespace parley::report
