// Discovery finds the files that a command line names: files as they are, folders searched for *.lua. It
// opens nothing but folders; whether a file holds scenarios is for load_files (session.hpp) to say.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace parley::runner {

/// A path that cannot be searched or does not exist, and why, in words that name it.
struct PathProblem {
  std::string path;
  std::string message;
};

/// One path as the user gave it, and what it led to.
struct NamedPath {
  std::string path;
  std::vector<std::size_t> files;  ///< Positions in Discovery::files, each once.
  bool faulty = false;             ///< Some problem is below it or its own.
};

struct Discovery {
  /// To load, in order, each once: a file reached by two ways (two names, a symbolic link) stands where it
  /// was reached first, by the name of that time.
  std::vector<std::string> files;
  std::vector<NamedPath> named;
  std::vector<PathProblem> problems;
};

/// Finds the files behind `paths`, in their order. A path that is a file is taken whatever its name; a folder
/// is searched recursively for *.lua, in the order of the names' bytes whatever the locale, leaving out what
/// is hidden and folders named `golden` (recorded transcripts). Symbolic links are followed; a loop of them,
/// a broken one, a folder that cannot be read and a path that does not exist are problems, and the rest is
/// found all the same.
Discovery discover(const std::vector<std::string>& paths);

}  // namespace parley::runner
