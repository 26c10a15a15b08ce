// JUnit XML as Jenkins, GitLab and GitHub's actions read it: a testsuite per file, a testcase per scenario;
// attempts as Maven Surefire has them (flakyFailure, rerunFailure). Written at the end, in one go.
#pragma once

#include <memory>

#include "engine/report/reporter.hpp"
#include "engine/report/sink.hpp"

namespace parley::report {

class JunitReporter final : public Reporter {
 public:
  explicit JunitReporter(Sink& sink);
  ~JunitReporter() override;

  void begin(const RunStart& run) override;
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override;
  void end(const runner::SessionEnd& end, Duration elapsed) override;

 private:
  class Document;

  Sink& sink_;
  std::unique_ptr<Document> document_;
};

}  // namespace parley::report
