// Who serves an address, as the kernel lists it: nobody is connected to.
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>

#include "engine/base/descriptor.hpp"
#include "engine/net/socket.hpp"
#include "engine/process/socket_diag.hpp"
#include "engine/process/socket_table.hpp"
#include "engine/process/table.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::process;

namespace {

constexpr std::uint32_t localhost = 0x7f000001;

Descriptor bound(int family, int type, const net::Address& address, net::Address& local) {
  const net::Count made = net::open_socket(family, type, 0);
  REQUIRE(made.ok());
  Descriptor socket(static_cast<int>(made.value));
  REQUIRE(net::bind(socket.get(), address).ok());
  REQUIRE(net::local_address(socket.get(), local).ok());
  return socket;
}

std::size_t served(SocketKind kind, const net::Address& address) {
  return serving(kind, address, "/").size();
}

}  // namespace

TEST_CASE("a port is served once somebody listens there, at that address or at all", "[process]") {
  net::Address local;
  const Descriptor socket = bound(AF_INET, SOCK_STREAM, net::Address::ipv4(localhost, 0), local);
  CHECK(served(SocketKind::tcp, local) == 0);
  REQUIRE(net::listen(socket.get(), 1).ok());
  REQUIRE(served(SocketKind::tcp, local) == 1);
  CHECK(served(SocketKind::tcp, net::Address::ipv4(0x7f000002, local.port())) == 0);
  CHECK(served(SocketKind::udp, local) == 0);
  CHECK(holds_socket(getpid(), serving(SocketKind::tcp, local, "/")));
  CHECK_FALSE(holds_socket(getppid(), serving(SocketKind::tcp, local, "/")));

  net::Address any;
  const Descriptor wildcard = bound(AF_INET, SOCK_STREAM, net::Address::ipv4(0, 0), any);
  REQUIRE(net::listen(wildcard.get(), 1).ok());
  CHECK(served(SocketKind::tcp, net::Address::ipv4(0x7f000002, any.port())) == 1);
}

TEST_CASE("a wildcard of IPv6 serves IPv4 too", "[process]") {
  const unsigned char any[16] = {};
  net::Address local;
  const Descriptor socket = bound(AF_INET6, SOCK_STREAM, net::Address::ipv6(any, 0), local);
  REQUIRE(net::listen(socket.get(), 1).ok());
  CHECK(served(SocketKind::tcp, net::Address::ipv4(localhost, local.port())) == 1);
}

TEST_CASE("a UDP port is served once it is bound, unless its socket has a peer", "[process]") {
  net::Address local;
  const Descriptor socket = bound(AF_INET, SOCK_DGRAM, net::Address::ipv4(localhost, 0), local);
  CHECK(served(SocketKind::udp, local) == 1);
  REQUIRE(net::connect(socket.get(), net::Address::ipv4(localhost, 9)).ok());
  CHECK(served(SocketKind::udp, local) == 0);
  CHECK(at_other_end(SocketKind::udp, local, local).size() == 1);
}

TEST_CASE("a path is served under any of its names", "[process]") {
  char folder[] = "/tmp/parley-paths-XXXXXX";
  REQUIRE(mkdtemp(folder) != nullptr);
  Error error;
  net::Address local;
  const std::string path = std::string(folder) + "/s";
  const Descriptor socket = bound(AF_UNIX, SOCK_STREAM, net::Address::unix_path(path, error), local);
  CHECK(served(SocketKind::unix_stream, local) == 0);
  REQUIRE(net::listen(socket.get(), 1).ok());
  CHECK(served(SocketKind::unix_stream, local) == 1);
  CHECK(serving(SocketKind::unix_stream, net::Address::unix_path("./s", error), folder).size() == 1);
  CHECK(serving(SocketKind::unix_stream, net::Address::unix_path("s", error), "/tmp").empty());
  std::filesystem::remove_all(folder);
}

TEST_CASE("the client's socket of a connection is found by its two addresses", "[process]") {
  net::Address local;
  const Descriptor listener = bound(AF_INET, SOCK_STREAM, net::Address::ipv4(localhost, 0), local);
  REQUIRE(net::listen(listener.get(), 1).ok());
  net::Address client;
  Descriptor socket = bound(AF_INET, SOCK_STREAM, net::Address::ipv4(localhost, 0), client);
  const int begun = net::connect(socket.get(), local).error;
  REQUIRE((begun == 0 || begun == EINPROGRESS));
  CHECK(at_other_end(SocketKind::tcp, client, local).size() == 1);
  socket.reset();
  CHECK(at_other_end(SocketKind::tcp, client, local).empty());
}

TEST_CASE("the client of a connection of IPv6, or of IPv4 to a wildcard of IPv6, is found too", "[process]") {
  const unsigned char any[16] = {};
  unsigned char loopback[16] = {};
  loopback[15] = 1;
  unsigned char mapped[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1};
  net::Address listening;
  const Descriptor listener = bound(AF_INET6, SOCK_STREAM, net::Address::ipv6(any, 0), listening);
  REQUIRE(net::listen(listener.get(), 2).ok());
  for (const unsigned char* host : {loopback, mapped}) {
    const net::Address server = net::Address::ipv6(host, listening.port());
    net::Address client;
    const Descriptor socket = bound(AF_INET6, SOCK_STREAM, net::Address::ipv6(host, 0), client);
    const int begun = net::connect(socket.get(), server).error;
    REQUIRE((begun == 0 || begun == EINPROGRESS));
    CHECK(at_other_end(SocketKind::tcp, client, server).size() == 1);
    CHECK(holds_socket(getpid(), at_other_end(SocketKind::tcp, client, server)));
  }
}

TEST_CASE("a listener is not taken for a connection to it that there is none of", "[process]") {
  net::Address local;
  const Descriptor listener = bound(AF_INET, SOCK_STREAM, net::Address::ipv4(localhost, 0), local);
  REQUIRE(net::listen(listener.get(), 1).ok());
  CHECK_FALSE(connection_between(local, net::Address::ipv4(localhost, 1)));
  CHECK(at_other_end(SocketKind::tcp, local, net::Address::ipv4(localhost, 1)).empty());
}
