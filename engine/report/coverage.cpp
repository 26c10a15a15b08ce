#include "engine/report/coverage.hpp"

#include <string.h>

#include <algorithm>

#include "engine/report/text.hpp"

namespace parley::report {

using runner::Verdict;

// Numbers in them by their value: 6.2 stands before 6.10. strverscmp(3).
bool CoverageReporter::comes_before(const std::string& a, const std::string& b) {
  return ::strverscmp(a.c_str(), b.c_str()) < 0;
}

// "RFC 9112 6.1: what it asks".
void CoverageReporter::begin(const RunStart& run) {
  for (const runner::Scenario& scenario : run.plan) {
    for (const std::string& clause : scenario.clauses) {
      const std::size_t end = clause.find(": ");
      Clause& known = clauses_[clause.substr(0, end)];
      known.listed = true;
      if (end != std::string::npos) known.asks = clause.substr(end + 2);
    }
    for (const std::string& name : scenario.covers) clauses_.try_emplace(name);
    covers_[{scenario.file, scenario.index}] = scenario.covers;
  }
}

void CoverageReporter::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  for (const std::string& name : covers_[{scenario.file, scenario.index}]) {
    Clause& clause = clauses_[name];
    const Verdict verdict = result.verdict;
    if (verdict == Verdict::passed || verdict == Verdict::flaky) ++clause.passed;
    if (verdict == Verdict::skipped) ++clause.skipped;
    const bool failed = verdict == Verdict::failed || verdict == Verdict::expected_failure;
    if (failed && clause.failed.empty())
      clause.failed = place(scenario.file, scenario.line) + " " + safe_line(scenario.name);
  }
}

const char* CoverageReporter::state_of(const Clause& clause) const {
  if (!clause.failed.empty()) return "failed";
  return clause.passed > 0 ? "covered" : "not covered";
}

std::string CoverageReporter::line_of(const std::string& name, const Clause& clause,
                                      std::size_t width) const {
  std::string state = state_of(clause);
  state.resize(13, ' ');
  std::string line = state + safe_line(name);
  if (!clause.asks.empty())
    line.append(width - std::min(width, name.size()) + 2, ' ').append(safe_line(clause.asks));
  if (clause.passed > 0) line += " (" + std::to_string(clause.passed) + ")";
  if (clause.passed == 0 && clause.skipped > 0) line += " (skipped)";
  if (!clause.failed.empty()) line += "\n             " + clause.failed;
  return line + "\n";
}

std::string CoverageReporter::lines(bool listed) const {
  std::size_t width = 0;
  for (const auto& [name, clause] : clauses_) width = std::max(width, name.size());
  std::string text;
  for (const auto& [name, clause] : clauses_)
    if (clause.listed == listed) text += line_of(name, clause, width);
  return text;
}

void CoverageReporter::end(const runner::SessionEnd&, Duration) {
  const auto count = [&](std::string_view state) {
    return std::to_string(std::count_if(clauses_.begin(), clauses_.end(), [&](const auto& entry) {
      return entry.second.listed && state == state_of(entry.second);
    }));
  };
  std::string text = "clauses: " + count("covered") + " covered, " + count("failed") + " failed, " +
                     count("not covered") + " not covered\n";
  const std::string listed = lines(true);
  const std::string others = lines(false);
  if (!listed.empty()) text += "\n" + listed;
  if (!others.empty()) text += "\nin no list:\n" + others;
  sink_.write(text);
}

}  // namespace parley::report
