// What the plain C++ ping-pong programs share: a connected pair of TCP sockets over 127.0.0.1, both ends in
// this process, and an end that prints the one number.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

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

struct Pair {
  Descriptor client;
  Descriptor server;
};

/// Two connected sockets. `type_flags` go to socket() and accept4(): SOCK_NONBLOCK or 0.
inline Pair connected_pair(int type_flags) {
  Descriptor listener(socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener.get(), raw, length) != 0 || listen(listener.get(), 1) != 0) give_up("listen");
  if (getsockname(listener.get(), raw, &length) != 0) give_up("getsockname");
  Pair pair;
  // Over loopback, connect() has queued the connection when it returns, so nothing here waits.
  pair.client.reset(socket(AF_INET, SOCK_STREAM | type_flags, 0));
  if (connect(pair.client.get(), raw, length) != 0 && errno != EINPROGRESS) give_up("connect");
  pair.server.reset(accept4(listener.get(), nullptr, nullptr, type_flags));
  if (!pair.server) give_up("accept");
  return pair;
}

/// The program's only argument: how many exchanges.
inline long count_from(int argc, char** argv) {
  return argc > 1 ? std::strtol(argv[1], nullptr, 10) : 100'000;
}

/// Prints exchanges a second.
inline void print_rate(long count, std::chrono::steady_clock::time_point began) {
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
  std::printf("%.0f\n", static_cast<double>(count) / elapsed.count());
}

}  // namespace parley::bench
