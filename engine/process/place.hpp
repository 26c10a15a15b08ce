// Where a socket is bound, as the kernel's tables have it.
#pragma once

#include <sys/types.h>

#include <array>

#include "engine/net/address.hpp"

namespace parley::process {

/// An internet address in one form: IPv4 as it is mapped into IPv6.
struct Place {
  std::array<unsigned char, 16> host{};
  unsigned port = 0;

  /// That of an address; nowhere, port 0, for another family than the internet's two.
  static Place of(const net::Address& address);

  bool is_ipv4() const;
  /// 0.0.0.0, or :: too.
  bool is_any4() const;
  bool is_any() const;
  /// Whether a socket bound here is reached at `address`.
  bool serves(const Place& address) const;
  bool operator==(const Place&) const = default;
};

// The state of include/net/tcp_states.h that counts here.
inline constexpr unsigned tcp_listen = 10;

/// One socket of the internet.
struct SocketEntry {
  Place local;
  Place remote;
  unsigned state = 0;
  ino_t inode = 0;  ///< 0 where no process has it open any more.
};

}  // namespace parley::process
