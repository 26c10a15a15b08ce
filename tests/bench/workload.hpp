// What is measured: workloads, each with the contenders that do it. Data; bench.cpp runs it.
#pragma once

#include <string>
#include <vector>

namespace parley::bench {

struct Contender {
  std::string name;
  std::vector<std::string> command;
  std::vector<double> seconds;  ///< For the whole workload once, a round each.
  bool failed = false;
  int chances = 1;  ///< How often a round may be run until it passes; that one is timed.
};

struct Workload {
  std::string name;
  std::string unit;
  double scale = 0;  ///< The figure shown is scale / seconds where a rate, scale * seconds where a time.
  bool is_rate = false;
  int times = 1;  ///< How often the command runs in one round; the figure is for one.
  /// Contenders of whose figure each one behind them gets its share.
  std::vector<std::string> yardsticks;
  std::vector<Contender> contenders;
};

/// `tools`: where the benchmark programs were built; `parley`: the binary; `scripts`: where the *.lua and
/// *.vtc are.
std::vector<Workload> workloads(const std::string& tools, const std::string& parley,
                                const std::string& scripts, bool is_short);

/// HAProxy's own reg-tests of these names, run by varnishtest in its source folder, and what re-expresses
/// them: all of it, and of these names alone. To be run where specs/ is.
Workload haproxy_regtests(const std::string& parley, const std::string& source,
                          const std::vector<std::string>& names);

}  // namespace parley::bench
