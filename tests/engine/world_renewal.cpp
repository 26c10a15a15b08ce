// A world that one scenario has left, as the next one finds it: seen by process 1 of it.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "engine/base/descriptor.hpp"
#include "engine/net/socket.hpp"
#include "engine/net/transfer.hpp"
#include "engine/world/mounts.hpp"
#include "engine/world/renewal.hpp"
#include "tests/engine/in_world.hpp"

namespace parley::world {
namespace {

constexpr std::uint16_t port = 7000;

net::Address here(int family) {
  constexpr unsigned char loopback[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  return family == AF_INET ? net::Address::ipv4(0x7f000001, port) : net::Address::ipv6(loopback, port);
}

Descriptor stream(int family) {
  return Descriptor(static_cast<int>(net::open_socket(family, SOCK_STREAM, 0).value));
}

bool is_free(int family) {
  const Descriptor socket = stream(family);
  return net::bind(socket.get(), here(family)).ok();
}

/// Ends the process of a scenario that could not do what it is to do: then it was none (played).
void must(bool done) {
  if (!done) _exit(1);
}

/// Both ends of a connection of the caller's to itself, that of the listener first.
std::array<Descriptor, 2> connection(int family) {
  const Descriptor listener = stream(family);
  must(net::bind(listener.get(), here(family)).ok() && net::listen(listener.get(), 1).ok());
  Descriptor client = stream(family);
  const net::Outcome begun = net::connect(client.get(), here(family));
  must(begun.ok() || begun.error == EINPROGRESS);
  return {Descriptor(net::accept(listener.get()).descriptor), std::move(client)};
}

/// Leaves the port in TIME_WAIT, where the end of the listener is the first to close. With all its processes
/// gone a connection of lo is in no other state.
void leave_time_wait(int family) {
  auto [server, client] = connection(family);
  server.reset();
  client.reset();
}

/// Plays a scenario that does this; -1 where it could not.
pid_t played(const std::function<void()>& body) {
  const pid_t scenario = fork();
  if (scenario == 0) {
    body();
    _exit(0);
  }
  int status = -1;
  waitpid(scenario, &status, 0);
  return status == 0 ? scenario : -1;
}

std::string network() { return std::filesystem::read_symlink("/proc/self/ns/net").string(); }

Error unless(bool holds, const char* problem) { return holds ? Error() : Error::text(problem); }

TEST_CASE("files and the host's name are gone with a scenario", "[world]") {
  CHECK(in_world([] {
          played([] {
            std::filesystem::create_directory(std::string(private_directory) + "/folder");
            std::ofstream(std::string(private_directory) + "/folder/file") << "text";
            std::ofstream("/dev/shm/beside") << "text";
            (void)sethostname("other", 5);
          });
          Renewal renewal;
          if (!renewal.renew({}, true)) return Error::text("not renewed");
          if (!std::filesystem::is_empty(private_directory)) return Error::text("a file stays");
          if (std::filesystem::exists("/dev/shm/beside")) return Error::text("a file beside it stays");
          std::array<char, 65> name{};
          gethostname(name.data(), name.size() - 1);
          return unless(std::string(name.data()) == host_name, name.data());
        }) == "");
}

TEST_CASE("connections in TIME_WAIT are gone with a scenario", "[world]") {
  for (const int family : {AF_INET, AF_INET6}) {
    if (family == AF_INET6 && !try_private_world().ipv6) continue;
    CHECK(in_world([family] {
            Renewal renewal;
            // The first network goes; what is seen to be emptied is the second one.
            if (!renewal.renew({}, true)) return Error::text("not renewed");
            if (played([family] { leave_time_wait(family); }) < 0 || is_free(family))
              return Error::text("nothing was left, so nothing is shown");
            if (!renewal.renew({}, true)) return Error::text("not renewed again");
            return unless(is_free(family), "the port stays taken");
          }) == "");
  }
}

TEST_CASE("a network is used again where it can be emptied, and not where more may be left", "[world]") {
  CHECK(in_world([] {
          Renewal renewal;
          if (!renewal.renew({}, true)) return Error::text("not renewed");
          const std::string second = network();
          if (!renewal.renew({}, true)) return Error::text("not renewed again");
          const bool is_same = network() == second;
          if (!renewal.renew({}, false)) return Error::text("not renewed with another network");
          if (network() == second) return Error::text("what left more than connections is met by the next");
          // Before Linux 6.1, and where /proc/sys must not be written, each has another one.
          const bool can = access("/proc/sys/net/ipv4/tcp_child_ehash_entries", W_OK) == 0;
          return unless(is_same || !can, "another network where the same one would do");
        }) == "");
}

TEST_CASE("a scenario that had other processes was not alone in its world", "[world]") {
  CHECK(in_world([] {
          const pid_t scenario = played([] {
            for (int i = 0; i < 2; ++i)
              if (fork() == 0) _exit(0);
          });
          if (was_alone(scenario)) return Error::text("alone, it is said");
          return unless(was_alone(played([] {})), "not alone, it is said");
        }) == "");
}

}  // namespace
}  // namespace parley::world
