#include "engine/world/descendants.hpp"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <system_error>

namespace parley::world {
namespace {

struct Closer {
  void operator()(FILE* file) const { fclose(file); }
};

/// Adds the process ids of a list such as /proc/PID/task/TID/children (proc(5)).
void add_children(const std::string& list_path, std::vector<pid_t>& found) {
  const std::unique_ptr<FILE, Closer> list(fopen(list_path.c_str(), "re"));
  int pid = 0;
  while (list && fscanf(list.get(), "%d", &pid) == 1) found.push_back(pid);
}

/// The children of all threads of a process.
std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> found;
  std::error_code ignored;
  const std::filesystem::path threads = "/proc/" + std::to_string(parent) + "/task";
  for (std::filesystem::directory_iterator thread(threads, ignored), end; thread != end;
       thread.increment(ignored))
    add_children((thread->path() / "children").string(), found);
  return found;
}

/// All that descend from the calling process, parents before their children.
std::vector<pid_t> descendants() {
  std::vector<pid_t> found = children_of(getpid());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::vector<pid_t> further = children_of(found[i]);
    found.insert(found.end(), further.begin(), further.end());
  }
  return found;
}

/// Says how many were killed; a child that became another user's is not among them.
int kill_children() {
  int killed = 0;
  for (const pid_t child : children()) killed += kill(child, SIGKILL) == 0 ? 1 : 0;
  return killed;
}

/// Whoever forks while it is being stopped shows in the next look; more often than this nobody manages.
constexpr int most_looks = 16;

}  // namespace

std::vector<pid_t> children() {
  std::vector<pid_t> found;
  add_children("/proc/self/task/" + std::to_string(getpid()) + "/children", found);
  return found;
}

void signal_descendants(int number) {
  std::set<pid_t> told;
  for (int look = 0; look < most_looks; ++look) {
    bool found_others = false;
    for (const pid_t pid : descendants()) {
      if (!told.insert(pid).second) continue;
      found_others = true;
      kill(pid, number);
    }
    if (!found_others) return;
  }
}

void end_descendants() {
  // Each round waits for one of the dead, whose own children are ours by then.
  while (kill_children() > 0) waitpid(-1, nullptr, 0);
  while (waitpid(-1, nullptr, WNOHANG) > 0) {
  }
}

}  // namespace parley::world
