// Several recorded runs as one: the shards of a run on many machines.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/report/json_reader.hpp"

namespace parley::report {

struct MergedRun {
  std::vector<runner::LoadError> errors;  ///< Each once, though every shard loads every file; by file.
  std::vector<runner::Scenario> plan;     ///< By file, then as they stand in it, whatever shard ran them.
  std::vector<std::pair<runner::Scenario, runner::Result>> finished;  ///< In the same order.
  std::time_t time = 0;                                               ///< When the first one began.
  Duration elapsed{};                                                 ///< Of the one that took longest.
  std::vector<std::string> gaps;  ///< What is missing: shards, ends of files. The merged run has failed then.
  std::vector<std::string> twice;  ///< Scenarios that two files tell of; the worse result is in `finished`.
};

/// Joins runs that can be joined (partition.hpp). The result does not depend on their order.
MergedRun merge(const std::vector<RecordedRun>& runs);

}  // namespace parley::report
