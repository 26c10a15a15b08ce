// A unit is what one process runs: a scenario, or all members of a group.
#pragma once

#include <vector>

#include "engine/runner/plan.hpp"

namespace parley::runner {

struct Unit {
  std::vector<const Scenario*> members;  ///< Of one file, never empty.
  int round = 0;                         ///< Result::round of its members.
};

/// Divides scenarios into units, in the order in which each unit's first scenario stands.
std::vector<Unit> make_units(const std::vector<Scenario>& scenarios);

}  // namespace parley::runner
