// A recorder with a few shorthands, for tests that drive it by direct calls. The descriptors are numbers that
// nothing has open.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "engine/net/address.hpp"
#include "engine/transcript/recorder.hpp"

namespace parley::transcript {

inline net::Address loopback(std::uint16_t port) { return net::Address::ipv4(0x7f000001, port); }

inline net::Address any_host(std::uint16_t port) { return net::Address::ipv4(0, port); }

inline net::Address at_path(std::string_view path) {
  Error error;
  return net::Address::unix_path(path, error);
}

struct Stage {
  Recorder recorder;
  Role client = recorder.declare_role("client");
  Role server = recorder.declare_role("server");
  int next_fd = 100000;
  std::uint16_t next_port = 40000;

  int fd() { return next_fd++; }

  void listen(std::uint16_t port) { recorder.bound(Protocol::tcp, server, fd(), loopback(port)); }

  /// A TCP connection from client to server: the client's end and the server's.
  std::pair<End*, End*> connect(std::uint16_t port) {
    const net::Address from = loopback(next_port++);
    End* const a = recorder.connecting(Protocol::tcp, client, fd(), loopback(port));
    recorder.connected(*a, from);
    End* const b = recorder.accepted(Protocol::tcp, server, fd(), loopback(port), from);
    return {a, b};
  }

  /// A connection to a process outside.
  End* connect_outside(std::uint16_t port) {
    End* const end = recorder.connecting(Protocol::tcp, client, fd(), loopback(port));
    recorder.connected(*end, loopback(next_port++));
    return end;
  }

  /// `from` sends, and its peer takes all of it.
  void pass(End* from, std::string_view bytes) {
    recorder.sent(*from, bytes);
    recorder.taken(*from->peer, bytes);
  }

  /// Both ends close: the client, then the server when it is told of that.
  void close_both(End* a, End* b) {
    recorder.closed(*a, {}, 0);
    recorder.took_eof(*b);
    recorder.closed(*b, {}, 0);
  }

  std::string text() const { return recorder.text(); }
};

}  // namespace parley::transcript
