// The keeper of a run's goldens: writes what scenarios may not write themselves, pending files or, with
// --update, the goldens, and says in the end what there is to do. It is one of the run's reporters, since it
// is told the same.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "bindings/program/commands.hpp"
#include "bindings/program/selection.hpp"
#include "engine/report/reporter.hpp"

namespace parley::program {

/// What a run does with goldens: nothing is written where the variable CI says so (any value but "", "0" and
/// "false").
golden::Mode golden_mode(const Settings& settings);

/// Why nothing may be written though the command line asks for it; empty where it may, or does not ask.
std::string forbidden_by_ci(std::string_view option);

class GoldenKeeper final : public report::Reporter {
 public:
  /// Goldens that no scenario used are looked for in files of the selection of which no scenario was left
  /// out, and in folders in which files were found that nobody named themselves.
  GoldenKeeper(golden::Mode mode, const Selection& selection, Console& console)
      : mode_(mode), selection_(selection), console_(console) {}

  void begin(const report::RunStart& run) override;
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override;
  void end(const runner::SessionEnd& end, Duration elapsed) override;
  /// Sees to goldens that no scenario used, and says what was written and what is pending. After the other
  /// reports.
  void conclude();

  /// Whether everything could be written.
  bool written() const { return written_; }

 private:
  void settle(const std::string& path, const golden::Use& use, runner::Verdict verdict);
  void update(const std::string& path, const golden::Use& use);
  bool may_belong_to_unfinished(const std::string& path) const;
  std::vector<std::string> unused() const;
  void tell_of_unused();
  bool check(const char* what, const std::string& path, const Error& error);

  golden::Mode mode_;
  const Selection& selection_;
  Console& console_;
  bool written_ = true;
  bool ran_to_its_end_ = false;
  std::set<std::string> used_;
  std::set<std::string> pending_;               ///< Written by this run.
  std::map<std::string, std::string> updated_;  ///< What was written.
  std::set<std::string>
      unfinished_;  ///< The goldens, without .txt, of scenarios that may not have come to them.
  std::set<std::string> folders_;  ///< Of goldens, beside scripts that were found there.
};

}  // namespace parley::program
