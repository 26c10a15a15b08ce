// What the plain C++ programs share: sockets over 127.0.0.1 whose both ends are in this process, an epoll
// descriptor, and the line that tells what was measured.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "engine/base/descriptor.hpp"

namespace parley::bench {

inline constexpr std::size_t message_size = 64;

/// Says which call failed, with the words for errno, and ends the program.
[[noreturn]] inline void give_up(const char* call) {
  std::perror(call);
  std::exit(1);
}

/// Says what was not as it must be, and ends the program.
[[noreturn]] inline void refuse(const char* words) {
  std::fprintf(stderr, "%s\n", words);
  std::exit(1);
}

/// A socket that listens at, or (SOCK_DGRAM) is bound to, a port of 127.0.0.1 that the kernel chose.
struct Bound {
  Descriptor socket;
  sockaddr_in address{};
};

/// The address as the calls of the kernel want it.
inline sockaddr* raw(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }

inline Bound bound_socket(int type) {
  Bound bound;
  bound.socket.reset(socket(AF_INET, type, 0));
  bound.address.sin_family = AF_INET;
  bound.address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof bound.address;
  if (bind(bound.socket.get(), raw(bound.address), length) != 0) give_up("bind");
  if (getsockname(bound.socket.get(), raw(bound.address), &length) != 0) give_up("getsockname");
  return bound;
}

/// `type_flags`: SOCK_NONBLOCK or 0.
inline Bound listener(int type_flags) {
  Bound bound = bound_socket(SOCK_STREAM | type_flags);
  if (listen(bound.socket.get(), 128) != 0) give_up("listen");
  return bound;
}

/// A socket that connects, or, over loopback as good as always, is connected. `type_flags` as above.
inline Descriptor connecting(Bound& to, int type_flags) {
  Descriptor client(socket(AF_INET, SOCK_STREAM | type_flags, 0));
  if (!client) give_up("socket");
  if (connect(client.get(), raw(to.address), sizeof to.address) != 0 && errno != EINPROGRESS)
    give_up("connect");
  return client;
}

struct Pair {
  Descriptor client;
  Descriptor server;
};

/// Two connected sockets. Over loopback, connect() has queued the connection when it returns, so nothing here
/// waits.
inline Pair connected_pair(Bound& to, int type_flags) {
  Pair pair{connecting(to, type_flags), {}};
  pair.server.reset(accept4(to.socket.get(), nullptr, nullptr, type_flags));
  if (!pair.server) give_up("accept");
  return pair;
}

inline Pair connected_pair(int type_flags) {
  Bound to = listener(0);
  return connected_pair(to, type_flags);
}

/// Sends the message from one end and takes it at the other, both of which block: what was sent is there, so
/// nothing waits.
template <std::size_t size>
void pass(const Descriptor& from, const Descriptor& to, const std::array<char, size>& message) {
  if (send(from.get(), message.data(), size, MSG_NOSIGNAL) != static_cast<ssize_t>(size)) give_up("send");
  std::array<char, size> received;
  if (recv(to.get(), received.data(), size, MSG_WAITALL) != static_cast<ssize_t>(size)) give_up("recv");
  if (received != message) refuse("the bytes came out different");
}

inline Descriptor new_epoll() {
  Descriptor epoll(epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) give_up("epoll_create1");
  return epoll;
}

/// Registers the descriptor; its events carry `whose`.
inline void watch(const Descriptor& epoll, int fd, std::uint32_t wanted, void* whose) {
  epoll_event event{};
  event.events = wanted;
  event.data.ptr = whose;
  if (epoll_ctl(epoll.get(), EPOLL_CTL_ADD, fd, &event) != 0) give_up("epoll_ctl");
}

/// Waits for events and calls `on_event(event)` for each, until `is_done()`.
template <typename OnEvent, typename IsDone>
void serve(const Descriptor& epoll, const OnEvent& on_event, const IsDone& is_done) {
  epoll_event events[64];
  while (!is_done()) {
    const int ready = epoll_wait(epoll.get(), events, 64, -1);
    if (ready < 0) give_up("epoll_wait");
    for (int i = 0; i < ready; ++i) on_event(events[i]);
  }
}

/// The program's argument of that place, from 1, as a number.
inline long number(int argc, char** argv, int place, long otherwise) {
  return argc > place ? std::strtol(argv[place], nullptr, 10) : otherwise;
}

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

/// What the driver reads (driver/command.hpp): how long it took.
inline void report(double seconds) { std::printf("bench: seconds %.9f\n", seconds); }

}  // namespace parley::bench
