#include "engine/report/merge.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/report/stopped.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

using Key = std::tuple<std::string, int, std::string>;  ///< Sorts by file, then by place in it.
using Round = std::pair<Key, int>;                      ///< A scenario in one round of --repeat.

Key key_of(const runner::Scenario& scenario) { return {scenario.file, scenario.index, scenario.name}; }

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

/// "shard 2 of 3 is missing", for the first few that are.
void find_missing_shards(const std::vector<RecordedRun>& runs, std::vector<std::string>& gaps) {
  constexpr std::size_t most = 5;
  std::map<int, std::set<int>> seen;  // by count
  for (const RecordedRun& run : runs) seen[run.shard.count].insert(run.shard.index);
  for (const auto& [count, indexes] : seen) {
    std::size_t named = 0;
    for (int index = 1; index <= count && named < most; ++index) {
      if (indexes.count(index) > 0) continue;
      ++named;
      gaps.push_back("shard " + std::to_string(index) + " of " + std::to_string(count) + " is missing");
    }
  }
}

void find_early_ends(const RecordedRun& run, std::vector<std::string>& gaps) {
  const std::string path = safe_line(run.path);
  if (!run.complete) gaps.push_back(path + " has no end record: that run was killed, or still goes on");
  const std::string why = why_stopped(run.end);
  if (!why.empty()) gaps.push_back(path + ": " + why.substr(0, why.find('\n')));
}

/// A plan names a scenario once for each round of --repeat.
void take_plan(std::map<Key, std::vector<runner::Scenario>>& plan, const RecordedRun& run) {
  std::map<Key, std::size_t> seen;
  for (const runner::Scenario& scenario : run.plan) {
    std::vector<runner::Scenario>& rounds = plan[key_of(scenario)];
    if (++seen[key_of(scenario)] > rounds.size()) rounds.push_back(scenario);
  }
}

void take(std::map<Round, Told>& results, const RecordedRun& run, std::vector<std::string>& twice) {
  for (const auto& [scenario, result] : run.finished) {
    const auto [place, is_new] =
        results.try_emplace({key_of(scenario), result.round}, Told{scenario, result, &run.path});
    if (is_new) continue;
    Told& told = place->second;
    twice.push_back(safe_line(scenario.file) + ": " + safe_line(scenario.name) + " is in " +
                    safe_line(*told.path) + " and in " + safe_line(run.path));
    if (badness(result.verdict) > badness(told.result.verdict)) told = {scenario, result, &run.path};
  }
}

}  // namespace

MergedRun merge(const std::vector<RecordedRun>& runs) {
  MergedRun merged;
  std::set<std::tuple<std::string, int, std::string>> errors;
  std::map<Key, std::vector<runner::Scenario>> plan;
  std::map<Round, Told> results;
  for (const RecordedRun& run : runs) {
    for (const runner::LoadError& error : run.errors)
      if (errors.emplace(error.file, error.line, error.message).second) merged.errors.push_back(error);
    take_plan(plan, run);
    take(results, run, merged.twice);
    find_early_ends(run, merged.gaps);
    merged.elapsed = std::max(merged.elapsed, run.elapsed);
    merged.time = merged.time == 0 ? run.time : std::min(merged.time, run.time);
  }
  find_missing_shards(runs, merged.gaps);
  for (const auto& [key, rounds] : plan) merged.plan.insert(merged.plan.end(), rounds.begin(), rounds.end());
  for (auto& [key, told] : results)
    merged.finished.emplace_back(std::move(told.scenario), std::move(told.result));
  return merged;
}

}  // namespace parley::report
