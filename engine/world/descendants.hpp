// Ending, and stopping, everything that a scenario started, where no PID namespace does it: on the host
// network the keeper is the subreaper of all that the scenario leaves behind (prctl(2),
// PR_SET_CHILD_SUBREAPER).
#pragma once

#include <sys/types.h>

#include <vector>

namespace parley::world {

/// Kills and reaps the children of the calling process, again and again as their orphans arrive, until there
/// is none left that it may kill. Needs /proc/<pid>/task/<tid>/children (proc(5)); without that it only
/// reaps.
void end_descendants();

/// The children of the calling process's first thread, those that have ended and wait to be reaped included.
std::vector<pid_t> children();

/// Sends `number` to the children of the calling process, to theirs, and so on; again where that shows
/// others, since whoever is not stopped yet may fork.
void signal_descendants(int number);

}  // namespace parley::world
