// JSON lines: a record a line, written when the thing happens. docs/reports.md and docs/report.schema.json
// say what each record holds; json_reader.hpp reads them back.
#pragma once

#include <string_view>

#include "engine/report/reporter.hpp"
#include "engine/report/sink.hpp"
#include "engine/report/tally.hpp"

namespace parley::report {

/// The `version` of the begin record: it grows when a reader of the old form would misread the new one. New
/// members of records are no reason.
inline constexpr int json_version = 1;

class JsonLinesReporter final : public Reporter {
 public:
  explicit JsonLinesReporter(Sink& sink) : sink_(sink) {}

  void begin(const RunStart& run) override;
  void scenario_started(const runner::Scenario& scenario) override;
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override;
  void scenario_slow(const runner::Scenario& scenario, Duration so_far) override;
  /// Writes the end record: a file without one is of a run that was killed, or goes on.
  void end(const runner::SessionEnd& end, Duration elapsed) override;

 private:
  Sink& sink_;
  Tally tally_;
};

}  // namespace parley::report
