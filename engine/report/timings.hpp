// How long scenarios took in an earlier run, from its JSON lines: what --timings balances shards by.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/report/json_reader.hpp"

namespace parley::report {

class Timings {
 public:
  explicit Timings(const RecordedRun& run);

  /// For each of the scenarios, how long it took: all attempts together, and the longest of several rounds.
  /// Nothing for one that the run does not tell of.
  std::vector<std::optional<Duration>> of(const std::vector<runner::Scenario>& scenarios) const;

 private:
  std::map<std::pair<std::string, std::string>, Duration>
      times_;  ///< By file and name, as reports spell them.
};

}  // namespace parley::report
