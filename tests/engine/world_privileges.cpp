// Giving up capabilities, in a process of its own: it is for good.
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/world/namespaces.hpp"
#include "engine/world/privileges.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::world;

namespace {

bool may_open_raw() {
  const int fd = ::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

// What a child in a user and a network namespace of its own finds: 0 where it could, and then no longer.
int drop_in_namespaces() {
  const Identity outside = own_identity();
  const Result<Process> child = clone_process(CLONE_NEWUSER | CLONE_NEWNET);
  if (!child) return -1;
  if (child.value().pid == 0) {
    if (map_root_to(outside)) _exit(1);
    if (!may_open_raw()) _exit(2);
    if (drop_privileges()) _exit(3);
    if (may_open_raw()) _exit(4);
    _exit(drop_privileges() ? 5 : 0);
  }
  int status = 0;
  waitpid(child.value().pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100;
}

}  // namespace

TEST_CASE("without privileges, root may do no more than anybody, and may give them up again", "[world]") {
  const int found = drop_in_namespaces();
  if (found < 0) return;  // This machine forbids namespaces.
  CHECK(found == 0);
}
