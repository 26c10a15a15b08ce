// A unit is what one process runs: a scenario, or all members of a group.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/runner/plan.hpp"

namespace parley::runner {

struct Unit {
  std::vector<const Scenario*> members;    ///< Of one file, never empty.
  int round = 0;                           ///< Result::round of its members.
  std::optional<std::uint64_t> segment{};  ///< How its streams are cut, as Surroundings::segment.
};

/// Divides scenarios into units, in the order in which each unit's first scenario stands.
std::vector<Unit> make_units(const std::vector<Scenario>& scenarios);

/// Whether there is but one way to play a scenario, as its streams stay whole and no other of its process has
/// any that are cut.
inline bool is_one_way(const Scenario& scenario) { return scenario.uncut && scenario.group < 0; }

/// The units, each once for every way to cut its streams; of several ways, those that there is but one way to
/// play once, whole.
std::vector<Unit> under_each(const std::vector<Unit>& units,
                             const std::vector<std::optional<std::uint64_t>>& segments);

}  // namespace parley::runner
