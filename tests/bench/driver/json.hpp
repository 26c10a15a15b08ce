// What was measured, as one JSON document for programs.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/driver/machine.hpp"
#include "tests/bench/driver/workload.hpp"

namespace parley::bench {

/// The document: "machine", "network" ("own" or "as it is"), "short", and "workloads", each with
/// "contenders", a row for each contender and measure, and "goals". Ends with a newline.
std::string json(const Machine& machine, bool is_short, const std::vector<Workload>& loads);

}  // namespace parley::bench
