// Ending everything that a scenario started, where no PID namespace does it: on the host network the keeper
// is the subreaper of all that the scenario leaves behind (prctl(2), PR_SET_CHILD_SUBREAPER).
#pragma once

namespace parley::world {

/// Kills and reaps the children of the calling process, again and again as their orphans arrive, until there
/// is none left that it may kill. Needs /proc/<pid>/task/<tid>/children (proc(5)); without that it only
/// reaps.
void end_descendants();

}  // namespace parley::world
