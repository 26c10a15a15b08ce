// The reports that a command line asks for, and where they go: opened before anything runs, told of the run
// as one listener, and finished when it is over. `run` and `merge` drive it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bindings/program/commands.hpp"
#include "engine/report/fan_out.hpp"
#include "engine/report/github_summary.hpp"
#include "engine/report/status_line.hpp"

namespace parley::program {

class Reports {
 public:
  Reports(const Settings& settings, Console& console);

  /// Makes every report. The result is empty, or says which one cannot be, which is a wrong command line.
  std::string open();

  report::FanOut& listener() { return listener_; }
  const report::Tally& tally() const { return listener_.tally(); }
  /// Whether somebody wants to see what roles print while they run.
  bool live() const { return settings_.verbose && terminal_; }

  /// Whether one of them is made of events.
  bool wants_events() const { return asked_for(report::Kind::events) || asked_for(report::Kind::html); }
  /// Whether one of them shows the exchange of every scenario.
  bool wants_exchanges() const { return asked_for(report::Kind::html); }

  /// Puts every file in its place and says which report could not be written. False where one could not.
  bool finish();

 private:
  struct Destination {
    std::string name;  ///< As the command line has it.
    std::unique_ptr<report::Sink> sink;
  };

  bool asked_for(report::Kind kind) const;
  std::string add(const report::Request& request);
  std::string open_sink(const report::Request& request, report::Sink*& sink);
  void add_terminal();
  std::string add_github();

  const Settings& settings_;
  Console& console_;
  bool output_taken_ = false;  ///< Standard output belongs to a report; the terminal's goes to the other one.
  bool terminal_ = false;
  SteadyClock clock_;
  std::unique_ptr<report::StatusLine> status_line_;
  std::unique_ptr<report::GithubSummary> summary_;
  std::vector<Destination> destinations_;
  report::FanOut listener_;
};

}  // namespace parley::program
