// A command as a benchmark runs it: a process, timed, and what it says that it measured itself.
//
// A rate is to say nothing of start-up, and only the program itself knows when that is over. So each program
// times its own work, checks its own result, and prints one line with as many figures as it has:
//
//   bench: seconds 0.123 bytes_a_pair 1424.0
//
// A scenario prints it, too: parley's JSON lines have it. Whole processes are measured by "wall".
#pragma once

#include <map>
#include <string>
#include <vector>

namespace parley::bench {

/// By name: "wall", from the start until it is reaped, in seconds; "cpu", the processor time of it and of
/// what it waited for, in seconds; "peak", the most memory that a process of it had, in bytes; and what the
/// program printed.
using Figures = std::map<std::string, double>;

/// What one run gave.
struct Run {
  bool passed = false;  ///< It exited with 0.
  Figures figures;
  std::string output;  ///< What it printed, both streams.
};

/// Where a command runs.
enum class Network {
  as_it_is,  ///< That of the driver.
  own,  ///< One made for this run, with lo and a wide range of ports: no run meets another one's TIME_WAIT.
};

/// Runs `words`: the program, found through PATH, and its arguments. What takes more than ten minutes is
/// ended by SIGALRM.
Run run(const std::vector<std::string>& words, Network network);

/// Whether a folder of PATH holds the program; one that is named by a path is taken to be there.
bool is_installed(const std::string& program);

}  // namespace parley::bench
