// Runs every contender of a workload in turn, round after round, so that whatever else the machine does meets
// them all alike.
#pragma once

#include <iosfwd>

#include "tests/bench/driver/workload.hpp"

namespace parley::bench {

/// Fills in what each contender measured, why it was skipped, or that it failed: then the end of its output
/// is told to `failures`.
void measure(Workload& load, int rounds, std::ostream& failures);

}  // namespace parley::bench
