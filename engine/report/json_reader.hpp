// Reads a report of JSON lines back: the run as it was told to json_lines.hpp.
#pragma once

#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/report/reporter.hpp"

namespace parley::report {

struct RecordedRun {
  std::string path;  ///< Of the file of JSON lines.
  std::time_t time = 0;
  Shard shard;
  std::vector<runner::LoadError> errors;
  std::vector<runner::Scenario> plan;
  std::vector<std::pair<runner::Scenario, runner::Result>> finished;
  bool complete = false;  ///< There is an end record.
  runner::SessionEnd end;
  Duration elapsed{};
};

/// The run that the file at `path` tells of. A last line that was cut is left out, and records of a type that
/// is unknown are, too. Errors: those of open(2); a text that names the line which is no record.
parley::Result<RecordedRun> read_json_lines(const std::string& path);

}  // namespace parley::report
