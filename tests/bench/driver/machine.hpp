// The machine that figures were taken on.
#pragma once

#include <string>

namespace parley::bench {

struct Machine {
  std::string cpu;  ///< The model, as /proc/cpuinfo has it.
  unsigned cores = 0;
  std::string kernel;
  std::string compiler;  ///< Of the driver, and so of parley and of the plain programs.
  std::string distribution;
  double load = 0;           ///< The load average of the last minute.
  bool own_network = false;  ///< Whether a run gets a network of its own (own_network.hpp).
};

/// As it is now; what cannot be read is "".
Machine this_machine();

}  // namespace parley::bench
