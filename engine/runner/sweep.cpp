#include "engine/runner/sweep.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/shell_word.hpp"
#include "engine/base/side_by_side.hpp"
#include "engine/runner/unit.hpp"

namespace parley::runner {
namespace {

using Segment = std::optional<std::uint64_t>;

constexpr std::uint64_t seeds = 10;

std::string in_words(const Segment& segment) {
  if (!segment) return "whole";
  return *segment == 1 ? "byte by byte" : "under seed " + std::to_string(*segment);
}

/// What runs a scenario in that way once more.
std::string command_line(const Scenario& scenario, const Segment& segment, const SessionOptions& options) {
  std::string command = "parley run";
  if (segment) command += " --segment=" + std::to_string(*segment);
  if (options.network == Network::host) command += " --network host";
  for (const auto& [name, value] : options.parameters)
    command.append(" --set ").append(shell_word(std::string(name).append("=").append(value)));
  return command + " " + shell_word(scenario.file + ":" + std::to_string(scenario.line));
}

std::string output_text(const Result& result) {
  std::string text;
  for (const Output& output : result.outputs) text += output.role + " printed:\n" + output.text + "\n";
  return text;
}

/// Where the two runs first differ for who looks on: in the exchange, else in what was printed.
std::string comparison(const Result& passed, const Result& failed) {
  const std::string left = in_words(passed.segment);
  const std::string right = in_words(failed.segment);
  if (passed.transcript != failed.transcript)
    return side_by_side({left, passed.transcript}, {right, failed.transcript});
  const std::string before = output_text(passed);
  const std::string after = output_text(failed);
  if (before != after) return side_by_side({left, before}, {right, after});
  return "the exchange and the output are the same in both\n";
}

/// How many of the runs failed, which says whether it takes a rare cut.
std::string count_of(const std::vector<Result>& results) {
  const auto failed = std::count_if(results.begin(), results.end(),
                                    [](const Result& one) { return one.verdict == Verdict::failed; });
  return std::to_string(failed) + " of " + std::to_string(results.size()) + " ways";
}

Failure divergence(const Scenario& scenario, const std::vector<Result>& results, const Result& passed,
                   const Result& failed, const SessionOptions& options) {
  Failure failure;
  failure.message = "passes " + in_words(passed.segment) + " and fails " + in_words(failed.segment) + " (" +
                    count_of(results) + " to cut its streams): it counts on where TCP cuts bytes\n" +
                    comparison(passed, failed) + "again: " + command_line(scenario, failed.segment, options);
  failure.file = scenario.file;
  failure.line = scenario.line;
  return failure;
}

const Result* first_of(const std::vector<Result>& results, Verdict verdict) {
  const auto found =
      std::find_if(results.begin(), results.end(), [&](const Result& one) { return one.verdict == verdict; });
  return found == results.end() ? nullptr : &*found;
}

/// The machine is to blame for a run, which then says nothing of the scenario.
const Result* first_of_the_machine(const std::vector<Result>& results) {
  const auto is_to_blame = [](const Failure& one) { return one.kind == Failure::Kind::infrastructure; };
  const auto found = std::find_if(results.begin(), results.end(), [&](const Result& one) {
    return std::any_of(one.failures.begin(), one.failures.end(), is_to_blame);
  });
  return found == results.end() ? nullptr : &*found;
}

/// The one result for all, which are in the order of sweep_segments.
Result verdict_of(const Scenario& scenario, const std::vector<Result>& results,
                  const SessionOptions& options) {
  if (const Result* result = first_of_the_machine(results)) return *result;
  // Who expects it to fail gets that from one failure of many: it is in its script, however bytes are cut.
  if (const Result* result = first_of(results, Verdict::expected_failure)) return *result;
  const Result* passed = first_of(results, Verdict::passed);
  const Result* failed = first_of(results, Verdict::failed);
  if (failed == nullptr) return passed != nullptr ? *passed : results.front();
  if (passed == nullptr) return *failed;
  Result result = *failed;
  result.failures.insert(result.failures.begin(), divergence(scenario, results, *passed, *failed, options));
  result.goldens = passed->goldens;  // Nobody is to accept what a cut made of an exchange.
  return result;
}

}  // namespace

std::vector<Segment> sweep_segments() {
  std::vector<Segment> segments = {std::nullopt, 1};
  for (std::uint64_t seed = 2; seed < 2 + seeds; ++seed) segments.emplace_back(seed);
  return segments;
}

void Sweep::scenario_started(const Scenario& scenario) {
  if (results_.try_emplace(&scenario).second) listener_.scenario_started(scenario);
}

void Sweep::scenario_finished(const Scenario& scenario, const Result& result) {
  std::vector<Result>& results = results_[&scenario];
  results.push_back(result);
  if (results.size() < (is_one_way(scenario) ? 1 : options_.segments.size())) return;
  std::sort(results.begin(), results.end(),
            [](const Result& a, const Result& b) { return a.segment < b.segment; });
  Result verdict = verdict_of(scenario, results, options_);
  verdict.not_cut = scenario.uncut;
  results_.erase(&scenario);
  if (verdict.verdict == Verdict::passed && !options_.all_exchanges) verdict.transcript.clear();
  listener_.scenario_finished(scenario, verdict);
}

}  // namespace parley::runner
