// The processes of this machine, or of this world, as proc(5) lists them: who belongs to whom, and who holds
// which socket. Read at a moment, never kept.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace parley::process {

struct Entry {
  pid_t pid = 0;
  pid_t parent = 0;
  pid_t group = 0;
  pid_t session = 0;
  bool is_zombie = false;
};

/// All processes that there are; none where /proc is not this PID namespace's.
std::vector<Entry> all_processes();

/// The processes of a group that have not ended.
std::vector<pid_t> living_members(pid_t group);

/// Who belongs to the process `root`, itself included: its session, its group, its descendants.
std::vector<pid_t> family_of(const std::vector<Entry>& all, pid_t root);

/// The command line of a process with blanks between its arguments; its name where it has none.
std::string command_of(pid_t pid);

/// Whether the process has one of these sockets open; `inodes` are sorted.
bool holds_socket(pid_t pid, const std::vector<ino_t>& inodes);

}  // namespace parley::process
