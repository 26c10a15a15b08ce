// Several reports of one run: whatever the fan-out is told, it tells each of its reporters, in their order;
// the end in the opposite order, so that the first may bracket what the others print.
#pragma once

#include <memory>
#include <vector>

#include "engine/report/reporter.hpp"
#include "engine/report/tally.hpp"

namespace parley::report {

class FanOut final : public Reporter {
 public:
  void add(std::unique_ptr<Reporter> reporter) { reporters_.push_back(std::move(reporter)); }

  void begin(const RunStart& run) override;
  void scenario_started(const runner::Scenario& scenario) override;
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override;
  void role_printed(const runner::Scenario& scenario, const runner::Output& output) override;
  void scenario_slow(const runner::Scenario& scenario, Duration so_far) override;
  void scenario_events(const runner::Scenario& scenario, const runner::RunOf& run,
                       const std::vector<transcript::Event>& events) override;
  Duration idle() override;
  void end(const runner::SessionEnd& end, Duration elapsed) override;

  /// What became of the run, whichever reports there are.
  const Tally& tally() const { return tally_; }

 private:
  std::vector<std::unique_ptr<Reporter>> reporters_;
  Tally tally_;
};

}  // namespace parley::report
