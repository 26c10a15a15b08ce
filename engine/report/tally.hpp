// What became of a run, in numbers. Whoever is told of results counts them in one of these.
#pragma once

#include <cstddef>
#include <string>

#include "engine/runner/result.hpp"

namespace parley::report {

struct Tally {
  std::size_t passed = 0;  ///< The flaky and those that failed as expected are among them.
  std::size_t failed = 0;  ///< Whoever counts adds the files that do not load.
  std::size_t skipped = 0;
  std::size_t flaky = 0;
  std::size_t expected_failures = 0;
  bool infrastructure = false;  ///< Some scenario failed through no fault of its own.

  void count(const runner::Result& result);
  /// How many results were counted, and files that do not load.
  std::size_t total() const { return passed + failed + skipped; }
  /// "3 passed, 1 failed, 0 skipped": the last line of every run, for people and programs.
  std::string to_string() const;
};

}  // namespace parley::report
