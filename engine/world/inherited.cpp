#include "engine/world/inherited.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <climits>

#include "engine/base/descriptor.hpp"

namespace parley::world {
namespace {

void close_between(int first, int last) {
  if (first <= last) close_range(static_cast<unsigned>(first), static_cast<unsigned>(last), 0);
}

}  // namespace

void close_inherited(std::vector<int> kept) {
  std::sort(kept.begin(), kept.end());
  int first = 3;
  for (const int fd : kept) {
    close_between(first, fd - 1);
    first = std::max(first, fd + 1);
  }
  close_between(first, INT_MAX);
}

void quiet_standard_streams() {
  const int null = open("/dev/null", O_RDWR);
  if (null < 0) return;
  dup2(null, 0);
  // Descriptor 2 itself may be closed.
  if (dup2(2, 1) < 0) dup2(null, 1);
  if (null > 2) close(null);
}

void reset_signals() {
  for (const int number : {SIGTERM, SIGCHLD, SIGXCPU, SIGXFSZ}) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace parley::world
