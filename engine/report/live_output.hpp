// What roles print while they run, as whole lines with the scenario and the role in front. Fed and printed by
// the terminal reporter.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "engine/runner/plan.hpp"
#include "engine/runner/result.hpp"

namespace parley::report {

class LiveOutput {
 public:
  /// The lines that `output` completes, ready to print; what follows the last newline waits for its end.
  std::string add(const runner::Scenario& scenario, const runner::Output& output);
  /// Whether the scenario has printed anything.
  bool has(const runner::Scenario& scenario) const;
  /// The scenario is over: its lines that never ended, each as a line.
  std::string finish(const runner::Scenario& scenario);

 private:
  using Key = std::pair<std::string, int>;  ///< A file, and a scenario's number in it.

  std::map<Key, std::map<std::string, std::string>> unfinished_;  ///< By role.
};

}  // namespace parley::report
