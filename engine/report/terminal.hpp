// The terminal reporter is what `parley run` prints: a line per scenario as it finishes, under its file; then
// the failures in full, in the order of the plan; then a summary. Without colour it is plain lines, the same
// every time the run is the same, up to the times.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/report/live_output.hpp"
#include "engine/report/reporter.hpp"
#include "engine/report/sink.hpp"
#include "engine/report/style.hpp"
#include "engine/report/tally.hpp"

namespace parley::report {

class TerminalReporter final : public Reporter {
 public:
  /// `verbose` shows what every scenario exchanged and printed, also where it passed.
  TerminalReporter(Sink& sink, Style style, bool verbose);

  /// Says which files do not load.
  void begin(const RunStart& run) override;
  void scenario_started(const runner::Scenario& scenario) override;
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override;
  /// Shows the lines at once, with the scenario and the role in front, whatever file is on show.
  void role_printed(const runner::Scenario& scenario, const runner::Output& output) override;
  /// Says so at once, whatever file is on show.
  void scenario_slow(const runner::Scenario& scenario, Duration so_far) override;
  /// Prints the failures, what still ran, and the summary, whose last line is "N passed, N failed, N
  /// skipped".
  void end(const runner::SessionEnd& end, Duration elapsed) override;

 private:
  /// A file of the plan. With several jobs scenarios of different files interleave: lines of a file that is
  /// not yet on show are held back until those before it are through.
  struct File {
    std::string name;
    std::size_t planned = 0;
    std::size_t finished = 0;
    std::string held;
  };

  std::size_t file_number(const std::string& name);
  std::string line(const runner::Scenario& scenario, const runner::Result& result) const;
  std::string remark(const runner::Result& result) const;
  void show_file(const File& file);
  void advance();
  std::string summary(const runner::SessionEnd& end, Duration elapsed) const;

  Sink& sink_;
  Style style_;
  bool verbose_;
  Tally tally_;
  std::vector<File> files_;
  std::unordered_map<std::string, std::size_t> file_numbers_;
  std::size_t on_show_ = 0;
  bool header_printed_ = false;
  std::size_t broken_files_ = 0;
  std::size_t planned_ = 0;
  std::size_t finished_ = 0;
  std::multimap<std::pair<std::size_t, int>, std::string> running_;  ///< By file and number in it.
  LiveOutput live_;
  std::string load_failures_;
  std::multimap<std::pair<std::size_t, int>, std::string> failures_;  ///< By file and number in it.
};

}  // namespace parley::report
