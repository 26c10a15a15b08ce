// Where the history of a project lies, and how it is read and added to. Several runs may do so at once: each
// adds to what the others left, under a lock, and the file is replaced as a whole.
#pragma once

#include <ctime>
#include <string>

#include "engine/runner/history.hpp"

namespace parley::runner {

struct HistoryFile {
  Project project;
  std::string path;  ///< Empty where there is no place for a history.

  bool has_place() const { return !path.empty(); }
};

/// The history of the project that the working directory is in: the nearest folder above it, or itself, that
/// holds .git, .hg or .jj, else itself. It lies in $XDG_STATE_HOME/parley, ~/.local/state/parley unless told
/// (XDG Base Directory Specification: a relative path counts as none); there is no place where neither is set
/// or $HOME does not exist.
HistoryFile find_history();

/// Fills `history`; where there is no file yet, it stays empty. Errors: those of open(2) and read(2);
/// History::parse's, as text.
Error read_history(const HistoryFile& file, History& history);

/// Adds a run that ended at `now`, to an empty history where the file is broken. Makes the folders that are
/// missing. Errors: those of open(2), read(2), flock(2), write(2) and rename(2).
Error add_to_history(const HistoryFile& file, const HistoryChanges& changes, std::time_t now);

}  // namespace parley::runner
