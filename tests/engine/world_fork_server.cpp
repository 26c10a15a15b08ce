// The fork server of a world, as process 1 of that sees it: what it forks begins where it is ready, and is
// process 1's own.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>

#include "engine/base/descriptor.hpp"
#include "engine/world/fork_server.hpp"
#include "tests/engine/in_world.hpp"

namespace parley::world {
namespace {

int groundwork = 0;  ///< Of a server, and of what it forks.

std::string network() { return std::filesystem::read_symlink("/proc/self/ns/net").string(); }

/// One whose scenarios exit with what the order says, plus the groundwork.
ForkServer adding() {
  const auto body = [](const std::string& order) {
    int number = 0;
    std::from_chars(order.data(), order.data() + order.size(), number);
    return number + groundwork;
  };
  return {{{}, [] { return ++groundwork == 1; }, body}, 0};
}

/// The exit status of a child of the caller's; -1 where it has none, or is none.
int status_of(pid_t pid) {
  int status = -1;
  return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Error unless(bool holds, const char* problem) { return holds ? Error() : Error::text(problem); }

TEST_CASE("a fork server does the groundwork once, and what it forks are its parent's children", "[world]") {
  CHECK(in_world([] {
          ForkServer server = adding();
          if (status_of(server.fork("40", 0)) != 41) return Error::text("the first");
          if (status_of(server.fork("60", 0)) != 61) return Error::text("the second");
          return unless(groundwork == 0, "it was done in here");
        }) == "");
}

TEST_CASE("a fork server that is none, or is not ready, forks nothing", "[world]") {
  CHECK(in_world([] {
          ForkServer none;
          if (none.fork("1", 0) != 0) return Error::text("none");
          const auto body = [](const std::string&) { return 1; };
          ForkServer refusing({{}, [] { return false; }, body}, 0);
          if (refusing.fork("1", 0) != 0) return Error::text("one that refused");
          ForkServer ending({{}, []() -> bool { _exit(3); }, body}, 0);
          if (ending.fork("1", 0) != 0) return Error::text("one that ended");
          ForkServer opening({{}, [] { return dup(0) >= 0; }, body}, 0);
          if (opening.fork("1", 0) != 0) return Error::text("one that opened a descriptor");
          return unless(waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD, "a server was not reaped");
        }) == "");
}

TEST_CASE("a fork server that was killed forks nothing, and is no harm", "[world]") {
  CHECK(in_world([] {
          ForkServer server = adding();
          kill(-1, SIGKILL);
          for (int reaped = 0; waitpid(-1, nullptr, 0) > 0;) ++reaped;
          if (server.fork("1", 0) != 0) return Error::text("it forked");
          server = adding();
          return unless(status_of(server.fork("40", 0)) == 41, "another one does not");
        }) == "");
}

TEST_CASE("a fork server follows to another network", "[world]") {
  CHECK(in_world([] {
          const auto body = [](const std::string& order) { return network() == order ? 1 : 2; };
          ForkServer server({{}, [] { return true; }, body}, 0);
          const std::string first = network();
          if (status_of(server.fork(first, 0)) != 1) return Error::text("the first network");
          if (unshare(CLONE_NEWNET) != 0 || network() == first)
            return Error::text("there is no other network");
          if (status_of(server.fork(network(), 1)) != 1) return Error::text("the second network");
          return unless(status_of(server.fork(network(), 1)) == 1, "the second network once more");
        }) == "");
}

TEST_CASE("a fork server takes an order of any length", "[world]") {
  CHECK(in_world([] {
          const std::string longest(1'000'000, 'x');
          const auto body = [&](const std::string& order) { return order == longest ? 1 : 2; };
          ForkServer server({{}, [] { return true; }, body}, 0);
          if (status_of(server.fork("", 0)) != 2) return Error::text("an empty one");
          return unless(status_of(server.fork(longest, 0)) == 1, "a long one");
        }) == "");
}

}  // namespace
}  // namespace parley::world
