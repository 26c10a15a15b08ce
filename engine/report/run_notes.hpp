// Takes down of a run what is needed after it: what the history is to remember, and which parameters scripts
// asked for. Listens beside the reports and prints nothing.
#pragma once

#include <set>
#include <string>

#include "engine/report/reporter.hpp"
#include "engine/runner/history.hpp"

namespace parley::report {

struct RunNotes {
  runner::HistoryChanges history;
  std::set<std::string> parameters;  ///< Names that t:param was asked for, given or not.
  bool has_results = false;          ///< Some scenario ran.
};

class RunNotesTaker final : public Reporter {
 public:
  /// `notes` outlives this.
  explicit RunNotesTaker(RunNotes& notes) : notes_(notes) {}

  void begin(const RunStart& run) override;
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override;
  void end(const runner::SessionEnd&, Duration) override {}

 private:
  RunNotes& notes_;
};

}  // namespace parley::report
