// A command as a benchmark runs it: a whole process, timed from its start until it is reaped.
#pragma once

#include <string>
#include <vector>

namespace parley::bench {

/// What one run gave.
struct Run {
  bool passed = false;  ///< It exited with 0.
  double seconds = 0;   ///< Wall time.
  std::string output;   ///< What it printed, both streams.
};

/// Runs `words` (the program, found through PATH, and its arguments) `times` times in a row; `seconds` is the
/// whole. Stops at the first run that fails.
Run run(const std::vector<std::string>& words, int times);

/// Whether a folder of PATH holds the program; one that is named by a path is taken to be there.
bool is_installed(const std::string& program);

}  // namespace parley::bench
