#include "bindings/program/shard_choice.hpp"

#include "bindings/program/numbers.hpp"
#include "engine/report/text.hpp"

namespace parley::program {
namespace {

constexpr int most_shards = 1'000'000;

/// Two variables by which somebody tells a machine its shard.
struct Convention {
  const char* index;
  const char* total;
  int first;  ///< What the first shard is called.
  bool bazel;
  const char* total_is;  ///< What to give in `total`, for who forgot it.
};

constexpr Convention conventions[] = {
    {"TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", 0, true, "the number of shards"},
    {"JOB_COMPLETION_INDEX", "PARLEY_SHARD_TOTAL", 0, false, "the Job's completions"},
    {"CI_NODE_INDEX", "CI_NODE_TOTAL", 1, false, "the number of jobs"},
};

std::string read(const Convention& convention, const std::string& index, const std::string& total,
                 std::optional<ShardChoice>& shard) {
  std::string problem;
  if (total.empty())
    return std::string(convention.index) + " is set and " + convention.total + " is not: set it to " +
           convention.total_is + ", or say --shard 1/1 to run everything here";
  const int count = number_from(convention.total, total, 0, most_shards, problem);
  if (!problem.empty() || count == 0 || (count == 1 && index.empty())) return problem;
  if (index.empty())
    return std::string(convention.total) + " is " + total + " and " + convention.index +
           " is not set: set it to the number of this shard, from " + std::to_string(convention.first) +
           ", or say --shard I/N";
  const int last = count - 1 + convention.first;
  const int number = number_from(convention.index, index, convention.first, last, problem);
  if (problem.empty())
    shard = ShardChoice{number - convention.first + 1, count,
                        std::string(convention.index) + " and " + convention.total, convention.bazel};
  return problem;
}

}  // namespace

std::string choose_shard(std::string_view value, std::optional<ShardChoice>& shard) {
  const std::size_t sign = value.find('/');
  std::string problem = sign == std::string_view::npos ? "no slash" : "";
  ShardChoice choice{1, 1, "--shard"};
  if (problem.empty()) choice.count = number_from("N", value.substr(sign + 1), 1, most_shards, problem);
  if (problem.empty()) choice.index = number_from("I", value.substr(0, sign), 1, choice.count, problem);
  if (!problem.empty())
    return "--shard takes I/N, as 2/5 for the second of five, not " + report::safe_line(value);
  shard = choice;
  return {};
}

std::string shard_of_environment(const Variables& variables, std::optional<ShardChoice>& shard) {
  for (const Convention& convention : conventions) {
    const std::string index = variables(convention.index);
    const std::string total = variables(convention.total);
    if (index.empty() && total.empty()) continue;
    if (std::string problem = read(convention, index, total, shard); !problem.empty() || shard)
      return problem;
  }
  return {};
}

}  // namespace parley::program
