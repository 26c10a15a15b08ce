// Divides scenarios among machines: every scenario falls into exactly one shard, and each machine finds out
// by itself into which, without asking another one.
//
// So nothing counts here that two machines may see differently: neither the order in which files were named,
// nor what a machine remembers of earlier runs. Times are taken from a file that all of them are given: with
// each machine's own history, a scenario would be in two shards, and another one in none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/runner/plan.hpp"

namespace parley::runner {

/// The shard of each scenario, from 1 to `count`, by a hash (XXH3) of its file and full name, so that another
/// scenario more or less moves no other one. Scenarios that share a process (before_all) stay together, by
/// the least of their names.
std::vector<int> shards_by_hash(const std::vector<Scenario>& scenarios, int count);

/// The same by how long each scenario took (`times`, one for each; none where it is not known: such a one is
/// taken to be of the mean length): the longest first, each into the shard that has least to do.
std::vector<int> shards_by_time(const std::vector<Scenario>& scenarios,
                                const std::vector<std::optional<Duration>>& times, int count);

/// Says what falls into which shard, in 16 hexadecimal digits: the same for two machines only where they
/// divide the same scenarios in the same way. `shards` is what one of the functions above gave.
std::string fingerprint(const std::vector<Scenario>& scenarios, const std::vector<int>& shards);

}  // namespace parley::runner
