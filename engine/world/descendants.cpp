#include "engine/world/descendants.hpp"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <string>

namespace parley::world {
namespace {

struct Closer {
  void operator()(FILE* file) const { fclose(file); }
};

/// Says how many were killed; a child that became another user's is not among them.
int kill_children() {
  const std::string path = "/proc/self/task/" + std::to_string(getpid()) + "/children";
  const std::unique_ptr<FILE, Closer> list(fopen(path.c_str(), "re"));
  int killed = 0;
  int pid = 0;
  while (list && fscanf(list.get(), "%d", &pid) == 1) killed += kill(pid, SIGKILL) == 0 ? 1 : 0;
  return killed;
}

}  // namespace

void end_descendants() {
  // Each round waits for one of the dead, whose own children are ours by then.
  while (kill_children() > 0) waitpid(-1, nullptr, 0);
  while (waitpid(-1, nullptr, WNOHANG) > 0) {
  }
}

}  // namespace parley::world
