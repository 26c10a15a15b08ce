// Sockets over loopback: nothing waits, every outcome is an errno, and no call leaves a descriptor behind.
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

#include <string>

#include "engine/base/descriptor.hpp"
#include "engine/net/option.hpp"
#include "engine/net/socket.hpp"
#include "engine/net/transfer.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::net;

namespace {

Descriptor opened(int family, int type) {
  const Count made = open_socket(family, type, 0);
  REQUIRE(made.ok());
  return Descriptor(static_cast<int>(made.value));
}

Address local(const Descriptor& socket) {
  Address address;
  REQUIRE(local_address(socket.get(), address).ok());
  return address;
}

Descriptor bound(int type) {
  Descriptor socket = opened(AF_INET, type);
  REQUIRE(net::bind(socket.get(), Address::ipv4(INADDR_LOOPBACK, 0)).ok());
  return socket;
}

Descriptor listening(int backlog) {
  Descriptor socket = bound(SOCK_STREAM);
  REQUIRE(net::listen(socket.get(), backlog).ok());
  return socket;
}

void await(const Descriptor& socket, short events) {
  pollfd wanted{socket.get(), events, 0};
  REQUIRE(poll(&wanted, 1, 5000) == 1);
}

struct Pair {
  Descriptor client, server;
};

Pair connected() {
  const Descriptor listener = listening(1);
  Descriptor client = opened(AF_INET, SOCK_STREAM);
  const Outcome begun = net::connect(client.get(), local(listener));
  REQUIRE((begun.ok() || begun.error == EINPROGRESS));
  await(listener, POLLIN);
  Accepted accepted = net::accept(listener.get());
  REQUIRE(accepted.ok());
  CHECK(accepted.peer == local(client));
  REQUIRE(connect_result(client.get(), local(listener)).ok());
  return {std::move(client), Descriptor(accepted.descriptor)};
}

}  // namespace

TEST_CASE("a new socket is non-blocking and not inherited") {
  const Descriptor socket = opened(AF_INET, SOCK_STREAM | SOCK_CLOEXEC);
  CHECK((fcntl(socket.get(), F_GETFL) & O_NONBLOCK) != 0);
  CHECK(is_inheritable(socket.get()).value == 0);
  REQUIRE(set_inheritable(socket.get(), true).ok());
  CHECK(is_inheritable(socket.get()).value == 1);
  const Descriptor twin(static_cast<int>(duplicate(socket.get()).value));
  CHECK(is_inheritable(twin.get()).value == 0);
}

TEST_CASE("a descriptor that somebody else opened is made non-blocking, and was or was not") {
  const Descriptor blocking(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  CHECK(make_nonblocking(blocking.get()).value == 0);
  CHECK((fcntl(blocking.get(), F_GETFL) & O_NONBLOCK) != 0);
  CHECK(make_nonblocking(blocking.get()).value == 1);
  CHECK(make_nonblocking(-1).error == EBADF);
}

TEST_CASE("creation fails with the errnos that Python shows") {
  CHECK(open_socket(9999, SOCK_STREAM, 0).error == EAFNOSUPPORT);
  CHECK(open_socket(AF_INET, 99, 0).error == EINVAL);
  CHECK(open_socket(AF_INET, SOCK_STREAM, IPPROTO_UDP).error == EPROTONOSUPPORT);
  CHECK(open_socket(AF_INET, SOCK_STREAM, -5).error == EINVAL);
  CHECK(open_pair(AF_INET, SOCK_STREAM, 0).error == EOPNOTSUPP);
}

TEST_CASE("a connection carries bytes and ends") {
  const Pair pair = connected();
  CHECK((fcntl(pair.server.get(), F_GETFL) & O_NONBLOCK) != 0);
  char buffer[16];
  CHECK(net::receive(pair.server.get(), buffer, sizeof buffer).would_wait());
  CHECK(net::send(pair.client.get(), "hello", 5).value == 5);
  await(pair.server, POLLIN);
  CHECK(unread_bytes(pair.server.get()).value == 5);
  CHECK(peek(pair.server.get(), buffer, 2).value == 2);
  CHECK(net::receive(pair.server.get(), buffer, sizeof buffer).value == 5);
  CHECK(std::string(buffer, 5) == "hello");
  REQUIRE(net::shutdown(pair.client.get(), SHUT_WR).ok());
  await(pair.server, POLLIN);
  const Count end = net::receive(pair.server.get(), buffer, sizeof buffer);
  CHECK((end.ok() && end.value == 0));
}

TEST_CASE("a write after shutdown is EPIPE and no signal") {
  const Pair pair = connected();
  REQUIRE(net::shutdown(pair.client.get(), SHUT_WR).ok());
  CHECK(net::send(pair.client.get(), "x", 1).error == EPIPE);
  CHECK(net::shutdown(pair.client.get(), 7).error == EINVAL);
}

TEST_CASE("a full send buffer would wait, and says how much is in it") {
  const SocketPair pair = open_pair(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(pair.ok());
  const Descriptor first(pair.first), second(pair.second);
  const std::string chunk(4096, 'x');
  ssize_t sent = 0;
  Count last;
  while ((last = net::send(first.get(), chunk.data(), chunk.size())).ok()) sent += last.value;
  CHECK(last.would_wait());
  CHECK(unread_bytes(second.get()).value == sent);
  CHECK(unsent_bytes(first.get()).value >= sent);
}

TEST_CASE("the second connect tells pending, refused and done apart") {
  const Descriptor client = opened(AF_INET, SOCK_STREAM);
  Address refusing;
  {
    const Descriptor gone = bound(SOCK_STREAM);
    refusing = local(gone);
  }
  const Outcome begun = net::connect(client.get(), refusing);
  if (begun.error == EINPROGRESS) {
    await(client, POLLOUT);
    CHECK(connect_result(client.get(), refusing).error == ECONNREFUSED);
  } else {
    CHECK(begun.error == ECONNREFUSED);
  }
  const Pair pair = connected();
  Address peer;
  REQUIRE(peer_address(pair.client.get(), peer).ok());
  CHECK(net::connect(pair.client.get(), peer).error == EISCONN);
  CHECK(connect_result(pair.client.get(), peer).ok());
}

TEST_CASE("a connection that nobody answers is still pending") {
  const Descriptor listener = listening(0);
  const Address address = local(listener);
  const Descriptor first = opened(AF_INET, SOCK_STREAM), second = opened(AF_INET, SOCK_STREAM);
  CHECK(net::connect(first.get(), address).error == EINPROGRESS);
  await(first, POLLOUT);
  CHECK(net::connect(second.get(), address).error == EINPROGRESS);
  CHECK(connect_result(second.get(), address).error == EALREADY);
}

TEST_CASE("datagrams keep their sender") {
  const Descriptor server = bound(SOCK_DGRAM), client = bound(SOCK_DGRAM);
  CHECK(net::send_to(client.get(), "hi", 2, 0, local(server)).value == 2);
  await(server, POLLIN);
  char buffer[8];
  Address from;
  CHECK(net::receive_from(server.get(), buffer, sizeof buffer, 0, from).value == 2);
  CHECK(from == local(client));
  CHECK(net::send(client.get(), "x", 1).error == EDESTADDRREQ);
}

TEST_CASE("a sender without a name has no address") {
  const SocketPair pair = open_pair(AF_UNIX, SOCK_DGRAM, 0);
  const Descriptor first(pair.first), second(pair.second);
  REQUIRE(net::send(first.get(), "x", 1).ok());
  char buffer[8];
  Address from;
  CHECK(net::receive_from(second.get(), buffer, sizeof buffer, 0, from).value == 1);
  CHECK(from.family() == AF_UNSPEC);
}

TEST_CASE("binding, accepting and asking fail with the kernel's errno") {
  const Descriptor listener = listening(1);
  const Descriptor other = opened(AF_INET, SOCK_STREAM);
  CHECK(net::bind(other.get(), local(listener)).error == EADDRINUSE);
  CHECK(net::accept(listener.get()).error == EAGAIN);
  CHECK(net::accept(other.get()).error == EINVAL);
  Address peer;
  CHECK(peer_address(other.get(), peer).error == ENOTCONN);
  CHECK(peer.length == 0);
  CHECK(net::close(-1).error == EBADF);
}

TEST_CASE("options are read and written as numbers and as bytes") {
  const Descriptor socket = opened(AF_INET, SOCK_STREAM);
  const int fd = socket.get();
  REQUIRE(set_option_int(fd, SOL_SOCKET, SO_REUSEADDR, 77).ok());
  CHECK(get_option_int(fd, SOL_SOCKET, SO_REUSEADDR).value == 1);
  const linger lingering{1, 5};
  REQUIRE(set_option_bytes(fd, SOL_SOCKET, SO_LINGER, &lingering, sizeof lingering).ok());
  linger back{};
  CHECK(get_option_bytes(fd, SOL_SOCKET, SO_LINGER, &back, sizeof back).value == sizeof back);
  CHECK(back.l_linger == 5);
  CHECK(get_option_int(fd, SOL_SOCKET, SO_LINGER).value == 1);
  CHECK(set_option_bytes(fd, SOL_SOCKET, SO_REUSEADDR, "\1", 1).error == EINVAL);
  CHECK(set_option_bytes(fd, SOL_SOCKET, SO_REUSEADDR, nullptr, 4).error == EFAULT);
  CHECK(set_option_int(fd, SOL_SOCKET, SO_TYPE, 1).error == ENOPROTOOPT);
  CHECK(get_option_int(fd, 9999, 1).error == EOPNOTSUPP);
  CHECK(get_option_int(-1, SOL_SOCKET, SO_TYPE).error == EBADF);
}
