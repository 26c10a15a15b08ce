#include "bindings/program/environment.hpp"

#include "bindings/program/bazel.hpp"
#include "bindings/program/shard_choice.hpp"

namespace parley::program {

std::string follow_environment(const Variables& variables, Settings& settings) {
  std::string problem = follow_bazel(variables, settings);
  if (problem.empty() && !settings.shard) problem = shard_of_environment(variables, settings.shard);
  return problem;
}

}  // namespace parley::program
