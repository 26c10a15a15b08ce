#include "bindings/program/sharding.hpp"

#include "engine/report/json_reader.hpp"
#include "engine/report/text.hpp"
#include "engine/report/timings.hpp"
#include "engine/runner/shard.hpp"

namespace parley::program {
namespace {

/// The shard of each scenario; nothing where the timings cannot be read.
std::optional<std::vector<int>> divide(const Settings& settings,
                                       const std::vector<runner::Scenario>& scenarios, Console& console) {
  const int count = settings.shard->count;
  if (settings.timings.empty()) return runner::shards_by_hash(scenarios, count);
  Result<report::RecordedRun> run = report::read_json_lines(settings.timings);
  if (run) return runner::shards_by_time(scenarios, report::Timings(*run).of(scenarios), count);
  complain(console, "--timings " + report::safe_line(settings.timings) + ": " + run.error().to_string() +
                        "; it takes what --report jsonl=FILE wrote, the same file for every shard; without "
                        "one, shards are made by a hash");
  return std::nullopt;
}

std::string announcement(const ShardChoice& choice, std::size_t kept, std::size_t all) {
  const std::string name = "shard " + std::to_string(choice.index) + " of " + std::to_string(choice.count) +
                           " (" + choice.source + ")";
  if (kept == 0 && all > 0)
    return name + " is empty: none of the " + report::counted(all, "scenario") + " falls into it";
  return name + ": " + std::to_string(kept) + " of " + report::counted(all, "scenario");
}

}  // namespace

bool take_shard(const Settings& settings, Selection& selection, Console& console) {
  const std::vector<runner::Scenario> all = std::move(selection.scenarios);
  selection.scenarios.clear();
  const ShardChoice choice = settings.shard.value_or(ShardChoice{});
  std::optional<std::vector<int>> shards = std::vector<int>(all.size(), choice.index);
  if (settings.shard) shards = divide(settings, all, console);
  if (!shards) return false;
  selection.shard = {choice.index, choice.count, runner::fingerprint(all, *shards)};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if ((*shards)[i] == choice.index)
      selection.scenarios.push_back(all[i]);
    else
      selection.whole_files.erase(all[i].file);
  }
  if (settings.shard) complain(console, announcement(choice, selection.scenarios.size(), all.size()));
  return true;
}

}  // namespace parley::program
