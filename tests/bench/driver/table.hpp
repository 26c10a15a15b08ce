// What was measured, as a table for people.
#pragma once

#include <string>

#include "tests/bench/driver/workload.hpp"

namespace parley::bench {

/// The workload's lines: its id and name, one for each measure and contender, one for each goal. Ends with a
/// newline.
std::string table(const Workload& load);

}  // namespace parley::bench
