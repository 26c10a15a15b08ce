// Which shard of a run this machine is: said by --shard, or by whoever started parley on many machines.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bindings/program/settings.hpp"
#include "bindings/program/variables.hpp"

namespace parley::program {

/// "2/5", the value of --shard. The result is empty, or says what is wrong with the value.
std::string choose_shard(std::string_view value, std::optional<ShardChoice>& shard);

/// The shard that the environment names: the first of these of which a variable is set.
///   TEST_SHARD_INDEX (from 0), TEST_TOTAL_SHARDS          Bazel's test encyclopedia
///   JOB_COMPLETION_INDEX (from 0), PARLEY_SHARD_TOTAL     an indexed Job of Kubernetes, which tells no total
///   CI_NODE_INDEX (from 1), CI_NODE_TOTAL                 GitLab's keyword `parallel`
/// A total of 0 or 1 without an index is no sharding. The result is empty, or names the variable that is
/// wrong.
std::string shard_of_environment(const Variables& variables, std::optional<ShardChoice>& shard);

}  // namespace parley::program
