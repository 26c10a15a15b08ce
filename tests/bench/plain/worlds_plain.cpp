// For each scenario a private world, so many at a time, and in it a process that connects to itself and says
// 4 bytes each way, by plain calls. What it takes is the kernel's, and only who uses worlds again is faster.
//
//   worlds_plain COUNT AT_ONCE
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <string>

#include "tests/bench/plain/loopback.hpp"

namespace {

using parley::bench::give_up;

constexpr unsigned long new_namespaces =
    CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC;

/// What the files of user_namespaces(7) are told: that root inside is who runs this program.
struct Maps {
  std::string user = "0 " + std::to_string(geteuid()) + " 1";
  std::string group = "0 " + std::to_string(getegid()) + " 1";
};

void write_file(const char* path, const std::string& text) {
  const parley::Descriptor file(open(path, O_WRONLY | O_CLOEXEC));
  if (write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) give_up(path);
}

void raise_loopback() {
  const parley::Descriptor socket(::socket(AF_INET, SOCK_DGRAM, 0));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl(socket.get(), SIOCSIFFLAGS, &request) != 0) give_up("SIOCSIFFLAGS");
}

void furnish(const Maps& maps) {
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/uid_map", maps.user);
  write_file("/proc/self/gid_map", maps.group);
  raise_loopback();
  if (mount("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, nullptr) != 0) give_up("mount");
}

/// The process that stands for a scenario's.
[[noreturn]] void exchange() {
  const parley::bench::Pair pair = parley::bench::connected_pair(0);
  parley::bench::pass(pair.client, pair.server, std::array{'p', 'i', 'n', 'g'});
  parley::bench::pass(pair.server, pair.client, std::array{'p', 'o', 'n', 'g'});
  _exit(0);
}

/// Waits for a child; whether it exited with 0.
bool one_went_well() {
  int status = -1;
  if (wait(&status) < 0) give_up("wait");
  return status == 0;
}

/// Process 1 of a world, which ends with it, and with this program.
[[noreturn]] void be_world(const Maps& maps) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up("prctl");
  furnish(maps);
  const pid_t child = fork();
  if (child < 0) give_up("fork");
  if (child == 0) exchange();
  _exit(one_went_well() ? 0 : 1);
}

void begin_world(const Maps& maps) {
  const long child = syscall(SYS_clone, new_namespaces | SIGCHLD, nullptr, nullptr, nullptr, 0L);
  if (child < 0) give_up("clone");
  if (child == 0) be_world(maps);
}

}  // namespace

int main(int argc, char** argv) {
  const long count = parley::bench::number(argc, argv, 1, 200);
  const long at_once = parley::bench::number(argc, argv, 2, 2);
  const Maps maps;
  const auto began = parley::bench::Clock::now();
  long begun = 0;
  for (long ended = 0; ended < count; ++ended) {
    for (; begun < count && begun - ended < at_once; ++begun) begin_world(maps);
    if (!one_went_well()) parley::bench::refuse("a world did not end well");
  }
  parley::bench::report(parley::bench::seconds_since(began));
}
