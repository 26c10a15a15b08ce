// What reading a script found, without running it, as `parley check` prints it. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace parley::report {

struct Finding {
  std::string file;
  int line = 0;         ///< From 1.
  int column = 0;       ///< In bytes, from 1.
  std::string code;     ///< "P201"; docs/running.md lists them.
  std::string what;     ///< What is wrong.
  std::string way_out;  ///< What to write in its place.
};

/// A line each, "file:line:column: what; way out [P201]", and a last line that counts them and the `files`.
std::string findings_text(const std::vector<Finding>& findings, std::size_t files);

/// One object: `version` (1) and `findings`, with the fields of Finding.
std::string findings_json(const std::vector<Finding>& findings);

}  // namespace parley::report
