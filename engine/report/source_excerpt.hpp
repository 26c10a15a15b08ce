// A few lines of a script around the one that a failure blames.
#pragma once

#include <string>

namespace parley::report {

/// The lines around `line` (from 1) of `file`, numbered, that one marked by `>`, each ended by a newline and
/// safe to print. Empty where the file cannot be read, is no regular file, or has no such line: the excerpt
/// is an aid, and the report goes on without it.
std::string source_excerpt(const std::string& file, int line);

/// The lines from `first` to `last` (from 1) of `file`, safe to print, a newline behind each. Empty where
/// there are none.
std::string source_lines(const std::string& file, int first, int last);

}  // namespace parley::report
