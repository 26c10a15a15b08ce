// The keeper of a run's goldens: writes what scenarios may not write themselves, pending files or, with
// --update, the goldens, and says in the end what there is to do. It is one of the run's reporters, since it
// is told the same.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "bindings/program/commands.hpp"
#include "engine/report/reporter.hpp"

namespace parley::program {

/// What a run does with goldens: nothing is written where the variable CI says so (any value but "", "0" and
/// "false").
golden::Mode golden_mode(const Settings& settings);

/// Why nothing may be written though the command line asks for it; empty where it may, or does not ask.
std::string forbidden_by_ci(std::string_view option);

class GoldenKeeper final : public report::Reporter {
 public:
  /// Goldens that no scenario used are looked for in `whole_files`, the files of which no scenario was left
  /// out.
  GoldenKeeper(golden::Mode mode, const std::set<std::string>& whole_files, Console& console)
      : mode_(mode), whole_files_(whole_files), console_(console) {}

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
  void check(const char* what, const std::string& path, const Error& error);

  golden::Mode mode_;
  const std::set<std::string>& whole_files_;
  Console& console_;
  bool written_ = true;
  bool ran_to_its_end_ = false;
  std::set<std::string> used_;
  std::set<std::string> pending_;               ///< Written by this run.
  std::map<std::string, std::string> updated_;  ///< What was written.
  std::set<std::string>
      unfinished_;  ///< The goldens, without .txt, of scenarios that may not have come to them.
  std::set<std::string> folders_;  ///< Of scripts that ran.
};

}  // namespace parley::program
