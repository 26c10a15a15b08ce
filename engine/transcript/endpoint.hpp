// One side's address in the form by which addresses are compared: the raw bytes of the host and a port. An
// IPv4 address that is mapped into IPv6 is the IPv4 address. For AF_UNIX the host is the path.
#pragma once

#include <cstdint>
#include <string>

#include "engine/net/address.hpp"

namespace parley::transcript {

struct Endpoint {
  std::string host;  ///< 4 or 16 bytes, or a path; empty where there is none.
  std::uint16_t port = 0;
  bool any_host = false;  ///< A wildcard, a multicast or a broadcast address: the port alone tells.

  static Endpoint of(const net::Address& address);
  /// Bytes that are equal for equal endpoints.
  std::string key() const;
  /// Whether the two may be the same socket.
  bool matches(const Endpoint& other) const;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

}  // namespace parley::transcript
