#include "engine/runner/shard.hpp"

#include <algorithm>
#include <cstdio>
#include <queue>
#include <set>
#include <tuple>

#include "engine/runner/unit.hpp"
#include "engine/transcript/running_hash.hpp"

namespace parley::runner {
namespace {

/// A unit and what its place depends on.
struct Piece {
  Unit unit;
  std::string key;  ///< Its file and the least of its names; no other unit has the same.
  Duration time{};
};

std::string key_of(const Scenario& scenario) {
  std::string key = scenario.file;
  return key.append(1, '\0').append(scenario.name);
}

std::vector<Piece> pieces_of(const std::vector<Scenario>& scenarios) {
  std::vector<Piece> pieces;
  for (Unit& unit : make_units(scenarios)) {
    const Scenario& named = **std::min_element(
        unit.members.begin(), unit.members.end(),
        [](const Scenario* one, const Scenario* other) { return one->name < other->name; });
    pieces.push_back({std::move(unit), key_of(named)});
  }
  return pieces;
}

/// Puts all of a piece into a shard, counted from 0.
void assign(const Piece& piece, std::size_t shard, const std::vector<Scenario>& scenarios,
            std::vector<int>& shards) {
  for (const Scenario* member : piece.unit.members)
    shards[static_cast<std::size_t>(member - scenarios.data())] = static_cast<int>(shard) + 1;
}

/// What each scenario is taken to last. Whole numbers, whose sum is the same on every machine; an hour at
/// most, so that a million of them can be added up.
std::vector<Duration> complete(const std::vector<std::optional<Duration>>& times) {
  constexpr Duration longest = std::chrono::hours(1);
  Duration sum{};
  Duration::rep known = 0;
  std::vector<Duration> complete;
  for (const std::optional<Duration>& time : times) {
    complete.push_back(std::clamp(time.value_or(Duration::zero()), Duration::zero(), longest));
    sum += complete.back();
    known += time ? 1 : 0;
  }
  const Duration mean = known > 0 ? sum / known : Duration(1);
  for (std::size_t i = 0; i < times.size(); ++i)
    if (!times[i]) complete[i] = mean;
  return complete;
}

}  // namespace

std::vector<int> shards_by_hash(const std::vector<Scenario>& scenarios, int count) {
  std::vector<int> shards(scenarios.size());
  for (const Piece& piece : pieces_of(scenarios))
    assign(piece, transcript::hash_of(piece.key) % static_cast<std::uint64_t>(count), scenarios, shards);
  return shards;
}

std::vector<int> shards_by_time(const std::vector<Scenario>& scenarios,
                                const std::vector<std::optional<Duration>>& times, int count) {
  std::vector<Piece> pieces = pieces_of(scenarios);
  const std::vector<Duration> lengths = complete(times);
  for (Piece& piece : pieces)
    for (const Scenario* member : piece.unit.members)
      piece.time += lengths[static_cast<std::size_t>(member - scenarios.data())];
  std::sort(pieces.begin(), pieces.end(), [](const Piece& one, const Piece& other) {
    return std::tie(other.time, one.key) < std::tie(one.time, other.key);
  });
  // What a shard has to do, then how many pieces: those that take no time are spread, too.
  using Load = std::tuple<Duration, std::size_t, std::size_t>;
  std::priority_queue<Load, std::vector<Load>, std::greater<>> loads;
  for (std::size_t shard = 0; shard < static_cast<std::size_t>(count); ++shard)
    loads.emplace(Duration::zero(), 0, shard);
  std::vector<int> shards(scenarios.size());
  for (const Piece& piece : pieces) {
    const auto [time, number, shard] = loads.top();
    loads.pop();
    assign(piece, shard, scenarios, shards);
    loads.emplace(time + piece.time, number + 1, shard);
  }
  return shards;
}

std::string fingerprint(const std::vector<Scenario>& scenarios, const std::vector<int>& shards) {
  std::set<std::string> entries;  // in an order that is the same everywhere
  for (std::size_t i = 0; i < scenarios.size(); ++i)
    entries.insert(key_of(scenarios[i]).append(1, '\0').append(std::to_string(shards[i])));
  transcript::RunningHash hash;
  hash.start();
  for (const std::string& entry : entries) {
    hash.update(entry);
    hash.update(std::string_view("\0", 1));
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash.digest()));
  return text;
}

}  // namespace parley::runner
