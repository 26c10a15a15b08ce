#include "engine/runner/attempts.hpp"

#include <algorithm>
#include <utility>

namespace parley::runner {
namespace {

/// What is parley's or the machine's fault is not tried again as if chance had been at work.
bool is_worth_another(const Result& result) {
  return result.verdict == Verdict::failed &&
         std::none_of(result.failures.begin(), result.failures.end(),
                      [](const Failure& failure) { return failure.kind == Failure::Kind::infrastructure; });
}

}  // namespace

void Attempts::scenario_started(const Scenario& scenario) {
  if (!earlier_.contains(&scenario)) listener_.scenario_started(scenario);
}

void Attempts::scenario_finished(const Scenario& scenario, const Result& result) {
  std::vector<Result>& earlier = earlier_[&scenario];
  if (is_worth_another(result) && std::cmp_less(earlier.size(), options_.retries) && !queue_.is_closed()) {
    earlier.push_back(result);
    queue_.again(scenario);
    return;
  }
  Result last = result;
  last.earlier = std::move(earlier);
  earlier_.erase(&scenario);
  if (last.verdict == Verdict::passed && !last.earlier.empty()) last.verdict = Verdict::flaky;
  conclude(scenario, last);
}

void Attempts::conclude(const Scenario& scenario, const Result& result) {
  if (result.verdict == Verdict::failed) ++failed_;
  if (failed_enough()) queue_.close();
  listener_.scenario_finished(scenario, result);
}

}  // namespace parley::runner
