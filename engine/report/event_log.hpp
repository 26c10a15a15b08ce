// The timed event log: everything that the scenarios of a run did, a JSON object a line, as it happens. For
// programs: packet views, sequence diagrams, searches with jq. docs/events.schema.json says what stands in
// it.
#pragma once

#include <optional>
#include <string_view>

#include "engine/report/reporter.hpp"
#include "engine/report/sink.hpp"

namespace parley::report {

/// Of the format: raised where a field changes its meaning. New fields and types are no new version.
inline constexpr int events_version = 1;

/// The kind of event that records of a type are of; nothing for other types.
std::optional<transcript::Event::Kind> event_kind(std::string_view type);
/// The member that Event::what is in a record of that kind.
const char* name_of_what(transcript::Event::Kind kind);

class EventLogReporter final : public Reporter {
 public:
  explicit EventLogReporter(Sink& sink) : sink_(sink) {}

  void begin(const RunStart& run) override;
  void scenario_events(const runner::Scenario& scenario, const runner::RunOf& run,
                       const std::vector<transcript::Event>& events) override;
  /// Writes the last record: a log without it is of a run that was killed, or goes on.
  void end(const runner::SessionEnd& end, Duration elapsed) override;

 private:
  Sink& sink_;
};

}  // namespace parley::report
