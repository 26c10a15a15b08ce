// Workloads of the benchmarks as they are when they have been measured, made up.
#pragma once

#include "tests/bench/driver/workload.hpp"

namespace parley::bench {

/// A contender whose rounds took these seconds.
inline Contender measured(const std::string& name, const std::vector<double>& seconds) {
  Contender contender{name, {"true"}};
  for (const double value : seconds) contender.rounds.push_back({{"seconds", value}});
  return contender;
}

/// 1,000 exchanges: parley beside the plain program, another one that did not run and one that failed.
inline Workload exchanges() {
  Workload load{"W1", "exchanges"};
  load.measures = {{"seconds", "k/s", 1, true}};
  load.contenders = {measured("plain", {0.5, 0.25, 1}), measured("parley", {1, 0.5, 1.25}),
                     measured("absent", {}), measured("broken", {})};
  load.contenders[2].skipped = "absent is not installed";
  load.contenders[3].failed = true;
  load.goals = {{"parley", "plain", 0.5}, {"parley", "", 0.9, true}, {"parley", "absent", 2}};
  load.yardsticks = {"plain"};
  return load;
}

}  // namespace parley::bench
