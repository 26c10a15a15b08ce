// For GitHub Actions: annotations at the lines that failed, as workflow commands, and a summary of the step.
// It comes first of the reports, because it brackets what the others print: between its begin and its end the
// runner obeys no command, whatever a script or a peer wrote.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/report/github_summary.hpp"
#include "engine/report/reporter.hpp"
#include "engine/report/sink.hpp"

namespace parley::report {

class GithubReporter final : public Reporter {
 public:
  /// `console` is what the other reports are printed to. Nobody can guess `token` (random_token()). Paths
  /// are told relative to `workspace` where they lie in it; empty for none.
  GithubReporter(Sink& console, std::string token, std::string workspace, GithubSummary* summary)
      : console_(console), token_(std::move(token)), workspace_(std::move(workspace)), summary_(summary) {}

  void begin(const RunStart& run) override;
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override;
  void end(const runner::SessionEnd& end, Duration elapsed) override;

 private:
  /// Annotations of one level. GitHub shows ten a step and drops the others in silence.
  struct Annotations {
    std::vector<std::string> lines;
    std::size_t dropped = 0;
  };

  void annotate(Annotations& level, const char* command, const std::string& place, const std::string& title,
                const std::string& text);
  std::string at(const std::string& file, int line) const;

  Sink& console_;
  std::string token_;
  std::string workspace_;
  GithubSummary* summary_;
  Annotations errors_;
  Annotations warnings_;
};

/// 128 bits of the kernel's randomness in hexadecimal.
std::string random_token();

}  // namespace parley::report
