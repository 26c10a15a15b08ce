// The summary of a step of GitHub Actions: Markdown, appended to the file that GITHUB_STEP_SUMMARY names,
// which GitHub refuses as a whole where it grows beyond 1 MiB. Fed by the GitHub reporter.
#pragma once

#include <cstddef>
#include <string>

#include "engine/base/clock.hpp"
#include "engine/report/sink.hpp"
#include "engine/report/tally.hpp"

namespace parley::report {

class GithubSummary {
 public:
  /// `room` is how many bytes may still be written.
  GithubSummary(Sink& file, std::size_t room) : file_(file), room_(room) {}

  void count(const runner::Result& result) { tally_.count(result); }
  void count_load_error() { ++tally_.failed; }
  /// Something that failed, or a flaky scenario: its title and its whole text, both safe to print.
  void add_failure(const std::string& title, const std::string& text);
  /// Appends the summary in one write; `why` says what stopped the run, if anything.
  void end(const std::string& why, Duration elapsed);

 private:
  Sink& file_;
  std::size_t room_;
  Tally tally_;
  std::string details_;
  std::size_t left_out_ = 0;
};

/// How large the file may become, with something to spare.
inline constexpr std::size_t largest_summary = 1'000'000;

}  // namespace parley::report
