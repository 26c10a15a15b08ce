#include "engine/world/namespaces.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "engine/world/step.hpp"

namespace parley::world {

Result<Process> clone_process(unsigned long flags) {
  fflush(nullptr);
  int pidfd = -1;
  const long pid = syscall(SYS_clone, flags | CLONE_PIDFD | SIGCHLD, nullptr, &pidfd, nullptr, 0L);
  if (pid < 0) return Error::system(errno);
  Process process;
  process.pid = static_cast<pid_t>(pid);
  if (pid > 0) process.pidfd.reset(pidfd);
  return process;
}

void wait_for(const Process& process) {
  if (!process.pidfd) return;
  while (waitpid(process.pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Identity own_identity() { return {geteuid(), getegid()}; }

Error map_root_to(Identity outside) {
  const std::string uid = "0 " + std::to_string(outside.uid) + " 1";
  const std::string gid = "0 " + std::to_string(outside.gid) + " 1";
  if (const Error error = write_file("/proc/self/setgroups", "deny", O_WRONLY)) return error;
  if (const Error error = write_file("/proc/self/uid_map", uid, O_WRONLY)) return error;
  return write_file("/proc/self/gid_map", gid, O_WRONLY);
}

}  // namespace parley::world
