// What a scenario finds in a private world, seen from inside one.
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/base/descriptor.hpp"
#include "engine/world/loopback.hpp"
#include "engine/world/probe.hpp"
#include "engine/world/step.hpp"
#include "tests/engine/in_world.hpp"

namespace parley::world {
namespace {

std::string content(const char* path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

Error differs(const std::string& found) { return Error::text(found); }

Error bind_port_80(int family) {
  const Descriptor socket(::socket(family, SOCK_STREAM, 0));
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(80);
  six.sin6_addr = in6addr_loopback;
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = htons(80);
  four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int bound = family == AF_INET6 ? bind(socket.get(), reinterpret_cast<sockaddr*>(&six), sizeof six)
                                       : bind(socket.get(), reinterpret_cast<sockaddr*>(&four), sizeof four);
  return bound == 0 ? Error() : Error::system(errno);
}

TEST_CASE("port 80 and raw sockets are free in a world", "[world]") {
  CHECK(in_world([] { return bind_port_80(AF_INET); }) == "");
  if (try_private_world().ipv6) CHECK(in_world([] { return bind_port_80(AF_INET6); }) == "");
  CHECK(in_world([] {
          const Descriptor raw(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
          return raw ? Error() : Error::system(errno);
        }) == "");
}

TEST_CASE("a world has a hosts file, a host name and a name server of its own", "[world]") {
  const std::string before = content("/etc/hosts");
  CHECK(
      in_world(
          [] {
            const std::string expected =
                "127.0.0.1 localhost\n::1 localhost ip6-localhost\n127.0.0.1 parley\n127.0.0.2 db.example\n";
            if (access("/etc/hosts", F_OK) == 0 && content("/etc/hosts") != expected) {
              return differs(content("/etc/hosts"));
            }
            if (access("/etc/resolv.conf", F_OK) == 0 &&
                content("/etc/resolv.conf").rfind("nameserver 127.0.0.53\n", 0)) {
              return differs(content("/etc/resolv.conf"));
            }
            char name[16] = {};
            gethostname(name, sizeof name - 1);
            return name == std::string("parley") ? Error() : differs(name);
          },
          {.hosts = {{"db.example", "127.0.0.2"}}}) == "");
  CHECK(content("/etc/hosts") == before);
}

TEST_CASE("a world's directory is empty, and nothing of it is seen outside", "[world]") {
  CHECK(in_world([] {
          if (!std::filesystem::is_empty("/dev/shm/scenario")) return differs("not empty");
          return write_file("/dev/shm/scenario/seen", "x", O_WRONLY | O_CREAT);
        }) == "");
  CHECK_FALSE(std::filesystem::exists("/dev/shm/scenario/seen"));
}

TEST_CASE("the first process of a world is number 1, and sees no other", "[world]") {
  CHECK(in_world([] { return getpid() == 1 ? Error() : differs("not 1"); }) == "");
  CHECK(in_world([] { return kill(2, 0) < 0 && errno == ESRCH ? Error() : differs("there is a 2"); }) == "");
}

TEST_CASE("a child that dies in an attempt is an error, not a silence", "[world]") {
  CHECK(try_in_child(0, [] {
          _exit(0);
          return Error();
        }).to_string() == "the process that tried it died");
  CHECK(try_in_child(0, [] { return Error::text("said"); }).to_string() == "said");
  CHECK_FALSE(try_in_child(0, [] { return Error(); }));
}

}  // namespace
}  // namespace parley::world
