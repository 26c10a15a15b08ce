// TAP 14 (testanything.org): a line per scenario as it finishes; what is known of a failure follows as YAML.
#pragma once

#include <cstddef>
#include <string>

#include "engine/report/reporter.hpp"
#include "engine/report/sink.hpp"

namespace parley::report {

class TapReporter final : public Reporter {
 public:
  explicit TapReporter(Sink& sink) : sink_(sink) {}

  void begin(const RunStart& run) override;
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override;
  void end(const runner::SessionEnd& end, Duration elapsed) override;

 private:
  /// "not ok 3 - NAME", without its newline.
  std::string test_line(bool ok, const std::string& name);

  Sink& sink_;
  std::size_t number_ = 0;
};

}  // namespace parley::report
