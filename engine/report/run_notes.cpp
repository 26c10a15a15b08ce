#include "engine/report/run_notes.hpp"

namespace parley::report {

void RunNotesTaker::begin(const RunStart& run) {
  for (const runner::LoadError& error : run.errors) notes_.history.note_load_error(error.file);
}

void RunNotesTaker::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  notes_.history.note(scenario, result);
  notes_.has_results = notes_.has_results || result.verdict != runner::Verdict::skipped;
  for (const runner::Result& attempt : result.earlier)
    notes_.parameters.insert(attempt.parameters.begin(), attempt.parameters.end());
  notes_.parameters.insert(result.parameters.begin(), result.parameters.end());
}

}  // namespace parley::report
