// A socket address as the kernel takes and gives it, of any family. Plain data: it owns no memory.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/error.hpp"

namespace parley::net {

struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;

  static Address ipv4(std::uint32_t host_order_ip, std::uint16_t port);
  /// `bytes` are the 16 of the address in network order.
  static Address ipv6(const void* bytes, std::uint16_t port);
  /// `path` may be empty (autobind, or unbound) or begin with NUL (abstract). On a path that does not fit
  /// into sockaddr_un (107 bytes, abstract 108) sets `error` to the text "AF_UNIX path too long".
  static Address unix_path(std::string_view path, Error& error);
  /// The strict numeric forms of inet_pton(3): a dotted quad for AF_INET, RFC 4291 text without a zone for
  /// AF_INET6, either for AF_UNSPEC. False, and `out` untouched, for any other text. The port is 0.
  static bool parse_numeric(std::string_view text, int family, Address& out);

  int family() const { return length == 0 ? AF_UNSPEC : storage.ss_family; }
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* raw() const { return reinterpret_cast<const sockaddr*>(&storage); }

  /// The port in host order; 0 for a family without ports.
  std::uint16_t port() const;
  void set_port(std::uint16_t port);
  /// The two further numbers of an AF_INET6 address, in host order; 0 for another family.
  std::uint32_t flow_info() const;
  std::uint32_t scope_id() const;
  void set_flow_info(std::uint32_t flow_info);
  void set_scope_id(std::uint32_t scope_id);
  /// True for AF_INET 0.0.0.0 and AF_INET6 ::.
  bool is_wildcard() const;
  /// True for an AF_UNIX name that begins with NUL, which Python gives back as bytes and not as text.
  bool is_abstract() const;
  /// The numeric host: "127.0.0.1", "::1", "fe80::1" (without its zone, which is scope_id(); so does
  /// CPython's makesockaddr); for AF_UNIX the path, with a leading NUL where it is abstract, and empty where
  /// unbound. Writes at most `size` bytes with a NUL at the end, returns the length. Empty for any other
  /// family.
  std::size_t host(char* buffer, std::size_t size) const;
  /// For people: "127.0.0.1:80", "[::1]:80", "[fe80::1%lo]:80", "/run/x.sock", "@abstract", "-" where
  /// unbound.
  std::string to_string() const;

  /// The same family and the same bytes, whatever the padding.
  friend bool operator==(const Address& a, const Address& b);
};

}  // namespace parley::net
