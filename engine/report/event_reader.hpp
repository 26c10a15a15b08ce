// Reads a file of events back (event_log.hpp): the runs of scenarios that it tells of.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/runner/session.hpp"
#include "engine/transcript/event.hpp"

namespace parley::report {

/// One run of a scenario.
struct RecordedEvents {
  runner::Scenario scenario;
  runner::RunOf run;
  std::vector<transcript::Event> events;
};

struct EventFile {
  std::vector<RecordedEvents> runs;  ///< In the order in which they began.
  bool has_end = false;              ///< The run was told to its end: nobody broke it off.
};

/// The file at `path`. A last line that was cut is left out, and so are records of a type that is unknown.
/// Errors: those of open(2); a text that says that it is empty, or names the line which is no record.
parley::Result<EventFile> read_events(const std::string& path);

}  // namespace parley::report
