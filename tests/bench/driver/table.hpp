// What was measured, as a table for people.
#pragma once

#include "tests/bench/driver/workload.hpp"

namespace parley::bench {

/// Prints the workload to standard output: a line for each contender and measure, then its goals.
void print(const Workload& load);

}  // namespace parley::bench
