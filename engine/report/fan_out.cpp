#include "engine/report/fan_out.hpp"

#include <algorithm>

namespace parley::report {

void FanOut::begin(const RunStart& run) {
  tally_.failed += run.errors.size();
  for (const auto& reporter : reporters_) reporter->begin(run);
}

void FanOut::scenario_started(const runner::Scenario& scenario) {
  for (const auto& reporter : reporters_) reporter->scenario_started(scenario);
}

void FanOut::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  tally_.count(result);
  for (const auto& reporter : reporters_) reporter->scenario_finished(scenario, result);
}

void FanOut::role_printed(const runner::Scenario& scenario, const runner::Output& output) {
  for (const auto& reporter : reporters_) reporter->role_printed(scenario, output);
}

void FanOut::scenario_slow(const runner::Scenario& scenario, Duration so_far) {
  for (const auto& reporter : reporters_) reporter->scenario_slow(scenario, so_far);
}

void FanOut::scenario_events(const runner::Scenario& scenario, const runner::RunOf& run,
                             const std::vector<transcript::Event>& events) {
  for (const auto& reporter : reporters_) reporter->scenario_events(scenario, run, events);
}

Duration FanOut::idle() {
  Duration longest = Duration::max();
  for (const auto& reporter : reporters_) longest = std::min(longest, reporter->idle());
  return longest;
}

void FanOut::end(const runner::SessionEnd& end, Duration elapsed) {
  for (auto reporter = reporters_.rbegin(); reporter != reporters_.rend(); ++reporter)
    (*reporter)->end(end, elapsed);
}

}  // namespace parley::report
