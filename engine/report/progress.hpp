// What a person sees on a terminal while the run goes on: how many scenarios are done and failed, and which
// ones run now, in a status line that is rewritten ten times a second at most.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "engine/report/reporter.hpp"
#include "engine/report/status_line.hpp"
#include "engine/report/tally.hpp"

namespace parley::report {

class Progress final : public Reporter {
 public:
  /// `width` says how many columns there are at the moment. All outlive the reporter.
  Progress(StatusLine& line, const Clock& clock, std::function<std::size_t()> width)
      : line_(line), clock_(clock), width_(std::move(width)) {}

  void begin(const RunStart& run) override { planned_ = run.plan.size(); }
  void scenario_started(const runner::Scenario& scenario) override;
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override;
  /// Draws where something changed and the time has come.
  Duration idle() override;
  /// Leaves nothing of the line.
  void end(const runner::SessionEnd& end, Duration elapsed) override;

 private:
  std::string text() const;

  StatusLine& line_;
  const Clock& clock_;
  std::function<std::size_t()> width_;
  std::size_t planned_ = 0;
  Tally tally_;
  std::vector<const runner::Scenario*> running_;  ///< As they began.
  bool changed_ = true;
  Instant next_ = Instant::min();  ///< When it may draw again.
};

/// Whether a person looks on: descriptor `fd` is a terminal that can rewrite a line (TERM is neither unset
/// nor "dumb"), and CI is not set.
bool somebody_looks_on(int fd);

}  // namespace parley::report
