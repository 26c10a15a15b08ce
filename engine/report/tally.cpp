#include "engine/report/tally.hpp"

#include <algorithm>

namespace parley::report {

using runner::Failure;
using runner::Verdict;

void Tally::count(const runner::Result& result) {
  if (result.verdict == Verdict::skipped) {
    ++skipped;
  } else if (result.verdict == Verdict::failed) {
    ++failed;
    infrastructure = infrastructure ||
                     std::any_of(result.failures.begin(), result.failures.end(), [](const Failure& failure) {
                       return failure.kind == Failure::Kind::infrastructure;
                     });
  } else {
    ++passed;
    if (result.verdict == Verdict::flaky) ++flaky;
    if (result.verdict == Verdict::expected_failure) ++expected_failures;
  }
}

std::string Tally::to_string() const {
  return std::to_string(passed) + " passed, " + std::to_string(failed) + " failed, " +
         std::to_string(skipped) + " skipped";
}

}  // namespace parley::report
