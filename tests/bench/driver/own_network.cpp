#include "tests/bench/driver/own_network.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "engine/base/descriptor.hpp"
#include "engine/world/loopback.hpp"

namespace parley::bench {
namespace {

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  _exit(126);
}

void write_file(const char* path, const std::string& text) {
  const Descriptor file(open(path, O_WRONLY | O_CLOEXEC));
  if (write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) give_up(path);
}

bool try_it() {
  const pid_t child = fork();
  if (child == 0) {
    const Descriptor nothing(open("/dev/null", O_WRONLY | O_CLOEXEC));
    dup2(nothing.get(), STDERR_FILENO);
    enter_own_network();
    _exit(0);
  }
  int status = -1;
  return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

}  // namespace

void enter_own_network() {
  const std::string user = std::to_string(geteuid());
  const std::string group = std::to_string(getegid());
  if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) give_up("unshare");
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/uid_map", "0 " + user + " 1");
  write_file("/proc/self/gid_map", "0 " + group + " 1");
  if (world::raise_loopback()) give_up("lo");
  write_file("/proc/sys/net/ipv4/ip_local_port_range", "10000 65535");
}

bool can_have_network() {
  static const bool can = try_it();
  return can;
}

}  // namespace parley::bench
