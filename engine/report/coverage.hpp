// Which clauses of a specification the scenarios show: those that they cover (their option covers) beside
// those that their suites set out to (the option clauses), as covered, failed or not covered.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/report/reporter.hpp"
#include "engine/report/sink.hpp"

namespace parley::report {

class CoverageReporter final : public Reporter {
 public:
  explicit CoverageReporter(Sink& sink) : sink_(sink) {}

  void begin(const RunStart& run) override;
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override;
  void end(const runner::SessionEnd& end, Duration elapsed) override;

 private:
  struct Clause {
    std::string asks;  ///< What it asks, in a line; empty where no list has it.
    bool listed = false;
    std::size_t passed = 0;
    std::size_t skipped = 0;
    std::string failed;  ///< The place and name of the first scenario that failed.
  };

  const char* state_of(const Clause& clause) const;
  std::string line_of(const std::string& name, const Clause& clause, std::size_t width) const;
  std::string lines(bool listed) const;

  Sink& sink_;
  std::map<std::pair<std::string, int>, std::vector<std::string>>
      covers_;  ///< Of each scenario, by file and index.
  std::map<std::string, Clause, bool (*)(const std::string&, const std::string&)> clauses_{comes_before};

  static bool comes_before(const std::string& a, const std::string& b);
};

}  // namespace parley::report
