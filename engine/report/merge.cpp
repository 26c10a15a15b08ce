#include "engine/report/merge.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/report/partition.hpp"
#include "engine/report/stopped.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

/// Sorts by file, then by place in it; the last is the round, of a run with --repeat.
using Key = std::tuple<std::string, int, std::string, int>;

Key key_of(const runner::Scenario& scenario, int round) {
  return {scenario.file, scenario.index, scenario.name, round};
}

/// A result and the file that told of it.
struct Told {
  runner::Scenario scenario;
  runner::Result result;
  const std::string* path;
};

/// How bad a verdict is beside another one.
int badness(runner::Verdict verdict) {
  switch (verdict) {
    case runner::Verdict::failed:
      return 4;
    case runner::Verdict::flaky:
      return 3;
    case runner::Verdict::passed:
      return 2;
    case runner::Verdict::expected_failure:
      return 1;
    case runner::Verdict::skipped:
      break;
  }
  return 0;
}

void find_early_ends(const RecordedRun& run, std::vector<std::string>& gaps) {
  const std::string path = safe_line(run.path);
  if (!run.complete) gaps.push_back(path + " has no end record: that run was killed, or still goes on");
  const std::string why = why_stopped(run.end);
  if (!why.empty()) gaps.push_back(path + ": " + why.substr(0, why.find('\n')));
}

/// A plan names a scenario once for each round.
void take_plan(std::map<Key, runner::Scenario>& plan, const RecordedRun& run) {
  std::map<Key, int> rounds;
  for (const runner::Scenario& scenario : run.plan)
    plan.try_emplace(key_of(scenario, rounds[key_of(scenario, 0)]++), scenario);
}

void take(std::map<Key, Told>& results, const RecordedRun& run, std::vector<std::string>& twice) {
  for (const auto& [scenario, result] : run.finished) {
    const auto [place, is_new] =
        results.try_emplace(key_of(scenario, result.round), Told{scenario, result, &run.path});
    if (is_new) continue;
    Told& told = place->second;
    twice.push_back(safe_line(scenario.file) + ": " + safe_line(scenario.name) + " is in " +
                    safe_line(*told.path) + " and in " + safe_line(run.path));
    if (badness(result.verdict) > badness(told.result.verdict)) told = {scenario, result, &run.path};
  }
}

/// The same order, whatever order the files were given in.
std::vector<const RecordedRun*> in_order(const std::vector<RecordedRun>& runs) {
  std::vector<const RecordedRun*> ordered;
  for (const RecordedRun& run : runs) ordered.push_back(&run);
  std::stable_sort(ordered.begin(), ordered.end(), [](const RecordedRun* one, const RecordedRun* other) {
    return std::tie(one->shard.index, one->time, one->path) <
           std::tie(other->shard.index, other->time, other->path);
  });
  return ordered;
}

}  // namespace

MergedRun merge(const std::vector<RecordedRun>& runs) {
  MergedRun merged;
  std::set<std::tuple<std::string, int, std::string>> errors;
  std::map<Key, runner::Scenario> plan;
  std::map<Key, Told> results;
  for (const RecordedRun* run : in_order(runs)) {
    for (const runner::LoadError& error : run->errors) errors.emplace(error.file, error.line, error.message);
    take_plan(plan, *run);
    take(results, *run, merged.twice);
    find_early_ends(*run, merged.gaps);
    merged.elapsed = std::max(merged.elapsed, run->elapsed);
    merged.time = merged.time == 0 ? run->time : std::min(merged.time, run->time);
  }
  const std::vector<std::string> missing = missing_shards(runs);
  merged.gaps.insert(merged.gaps.end(), missing.begin(), missing.end());
  for (const auto& [file, line, message] : errors) merged.errors.push_back({file, line, message});
  for (auto& [key, scenario] : plan) merged.plan.push_back(std::move(scenario));
  for (auto& [key, told] : results)
    merged.finished.emplace_back(std::move(told.scenario), std::move(told.result));
  return merged;
}

}  // namespace parley::report
