// parley as a test of Bazel: what `bazel test` says by variables, and what it is told by files
// (https://bazel.build/reference/test-encyclopedia). Each variable counts by itself, but for TEST_TIMEOUT,
// whose name is anybody's: it counts where BAZEL_TEST or TEST_SRCDIR is set, too.
#pragma once

#include <string>

#include "bindings/program/settings.hpp"
#include "bindings/program/variables.hpp"

namespace parley::program {

/// Adds to the settings what Bazel asks for and the command line does not say otherwise:
///   TESTBRIDGE_TEST_ONLY               a filter
///   TESTBRIDGE_TEST_RUNNER_FAIL_FAST   --fail-fast, where it is 1
///   TEST_RANDOM_SEED                   the seed of --shuffle, which it does not ask for by itself
///   TEST_TIMEOUT                       the time limit of the run, a little shorter: the reports are written
///   then XML_OUTPUT_FILE                    JUnit XML, there TEST_UNDECLARED_OUTPUTS_DIR        the JSON
///   lines, there, as parley.jsonl
/// The result is empty, or names the variable that is wrong.
std::string follow_bazel(const Variables& variables, Settings& settings);

/// The files by which a test tells Bazel how it does. From begin() to its end it is a test.
class BazelTest {
 public:
  explicit BazelTest(Variables variables) : variables_(std::move(variables)) {}
  BazelTest(const BazelTest&) = delete;
  BazelTest& operator=(const BazelTest&) = delete;
  /// Removes TEST_PREMATURE_EXIT_FILE: the test did not end by accident.
  ~BazelTest();

  /// Creates TEST_PREMATURE_EXIT_FILE, and touches TEST_SHARD_STATUS_FILE where `obeys_shard`. Directories of
  /// scenarios that failed are kept in TEST_UNDECLARED_OUTPUTS_DIR from now on, else in TEST_TMPDIR. The
  /// result is empty, or names the file that cannot be written.
  std::string begin(bool obeys_shard);

  /// Writes `text` to the file that a variable names, where it is set. The result is as above.
  std::string tell(const char* name, const std::string& text) const;

 private:
  Variables variables_;
  std::string to_remove_;
};

}  // namespace parley::program
