// What is measured: workloads, each with the contenders that do it and what is wanted of them. Data: the
// folder workloads/ has it, measure.cpp runs it, table.cpp and json.cpp show it.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/driver/command.hpp"

namespace parley::bench {

struct Contender {
  std::string name;
  std::vector<std::string> command;
  std::vector<std::string> probe{};  ///< What has to exit with 0 where it is installed; nothing: the program.
  int most_rounds = 1000;            ///< For one that takes long.
  bool in_own_network = false;       ///< Even where the others of the workload are not.
  double amount = 1;                 ///< How many scenarios it is; "wall_a_scenario" is "wall" by it.
  int chances = 1;                   ///< How often a round may be run until it passes; that one counts.
  std::vector<std::string> programs{};  ///< Others than its own that have to be installed.
  std::vector<Figures> rounds{};        ///< What was measured.
  std::string skipped{};                ///< Why it was not run.
  bool failed = false;
};

/// A figure that is shown, and how: scale / value where it is a rate, scale * value where it is none.
struct Measure {
  std::string key;  ///< Its name in Figures.
  std::string unit;
  double scale = 1;
  bool is_rate = false;
};

/// What is wanted of a contender's figure: as a share of another one's, or, where `of` is "", itself.
struct Goal {
  std::string contender;
  std::string of;
  double bound = 0;
  bool at_most = false;
  std::size_t measure = 0;  ///< Of the workload's measures.
};

struct Workload {
  std::string id;  ///< W1 to W10, load or haproxy, as ./dev bench takes them; several may share one.
  std::string name;
  Network network = Network::own;
  std::vector<Measure> measures{};
  std::vector<Contender> contenders{};
  std::vector<Goal> goals{};
  /// Contenders of whose figure each one behind them gets its share, besides those that goals name.
  std::vector<std::string> yardsticks{};
  int most_rounds = 1000;
  int times = 1;  ///< How many rounds it has for one of others: for what takes milliseconds.
};

/// What the workloads are made of, and how much of it.
struct Setting {
  std::string tools;    ///< The folder where the plain C++ programs were built.
  std::string parley;   ///< The program.
  std::string scripts;  ///< tests/bench.
  bool is_short = false;
  std::string haproxy_source;              ///< HAProxy's source; "" where it is not to be had.
  std::vector<std::string> haproxy_tests;  ///< Its reg-tests that varnishtest passes here, by name.
};

}  // namespace parley::bench
