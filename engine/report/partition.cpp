#include "engine/report/partition.hpp"

#include <map>

#include "engine/report/text.hpp"

namespace parley::report {
namespace {

/// The shards among the runs, by their numbers.
using Shards = std::map<int, const RecordedRun*>;

bool is_shard(const RecordedRun& run) { return run.shard.count > 1; }

std::string in_words(const RecordedRun& run) {
  return safe_line(run.path) + " (shard " + std::to_string(run.shard.index) + " of " +
         std::to_string(run.shard.count) + ")";
}

bool of_one_run(const Shard& one, const Shard& other) {
  return one.count == other.count && one.fingerprint == other.fingerprint;
}

/// What divides two shards that the files themselves show.
std::string why_they_differ(const RecordedRun& one, const RecordedRun& other) {
  if (one.errors.size() == other.errors.size()) return {};
  const RecordedRun& worse = one.errors.size() > other.errors.size() ? one : other;
  const runner::LoadError& error = worse.errors.back();
  return "; " + place(error.file, error.line) + " did not load in one of them";
}

std::string is_missing(const std::string& index, const std::string& count) {
  return "shard " + index + " of " + count + " is missing: give its file too, or run it with --shard " +
         index + "/" + count;
}

}  // namespace

std::vector<std::string> why_not_joined(const std::vector<RecordedRun>& runs) {
  std::vector<std::string> reasons;
  Shards shards;
  const RecordedRun* first = nullptr;
  for (const RecordedRun& run : runs) {
    if (!is_shard(run)) continue;
    if (!first) first = &run;
    if (!of_one_run(first->shard, run.shard)) {
      reasons.push_back(in_words(run) + " and " + in_words(*first) + " are not of one run" +
                        why_they_differ(*first, run) +
                        ": run all shards with the same scripts, paths, options and --timings file; or merge "
                        "each run's shards by themselves, then what that gives");
    } else if (const auto [same, is_new] = shards.try_emplace(run.shard.index, &run); !is_new) {
      reasons.push_back(in_words(run) + " is the same shard as " + safe_line(same->second->path) +
                        ": give only the one that counts");
    }
  }
  return reasons;
}

std::vector<std::string> missing_shards(const std::vector<RecordedRun>& runs) {
  constexpr std::size_t most = 5;
  std::vector<std::string> missing;
  Shards shards;
  int count = 1;
  for (const RecordedRun& run : runs) {
    if (!is_shard(run)) continue;
    shards.try_emplace(run.shard.index, &run);
    count = run.shard.count;
  }
  for (int index = 1; !shards.empty() && index <= count && missing.size() < most; ++index)
    if (!shards.contains(index)) missing.push_back(is_missing(std::to_string(index), std::to_string(count)));
  return missing;
}

}  // namespace parley::report
