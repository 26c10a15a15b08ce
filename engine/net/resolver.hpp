// Name resolution through the C library: getaddrinfo(3), getnameinfo(3) and the name of this host. Each call
// waits for the resolver and cannot be interrupted; nothing that the C library allocates is left behind.
#pragma once

#include <netdb.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/net/address.hpp"

namespace parley::net {

/// What getaddrinfo(3) is asked to keep to; 0 means any.
struct LookupHints {
  int family = AF_UNSPEC;
  int type = 0;
  int protocol = 0;
  int flags = 0;  ///< AI_*
};

/// One answer of getaddrinfo(3).
struct AddressInfo {
  int family = AF_UNSPEC;
  int type = 0;
  int protocol = 0;
  std::string canonical_name;  ///< Empty but for the first answer to AI_CANONNAME.
  Address address;
};

struct NameInfo {
  std::string host;
  std::string service;
};

/// An EAI_* code as an error: EAI_SYSTEM is the errno that stands behind it.
Error resolver_error(int code);

/// getaddrinfo(3) with its strings as they are; either may be null. Never an empty list.
Result<std::vector<AddressInfo>> lookup(const char* host, const char* service, const LookupHints& hints);

/// Python's getaddrinfo(): the host is encoded first (net/idna.hpp), and a NUL in it refused, where
/// CPython 3.11 would silently stop at it. The service is a name or a decimal number; glibc takes numbers
/// beyond 65535 modulo 65536. Errors: of the resolver, or the texts of to_ascii_name().
Result<std::vector<AddressInfo>> address_info(std::optional<std::string_view> host,
                                              std::optional<std::string_view> service,
                                              const LookupHints& hints);

/// Python's gethostbyname(): the IPv4 address as text, by the rules of host_to_address().
/// Errors: those of host_to_address() and of to_ascii_name().
Result<std::string> ipv4_of_host(std::string_view name);

/// The address that a numeric `host` (a zone is allowed) and `port` make: what getnameinfo() takes in Python.
/// A port beyond 65535 is taken modulo 65536, by glibc. Errors: EAI_NONAME for a name, EAI_SERVICE for a
/// negative port.
Result<Address> numeric_address(std::string_view host, int port);

/// getnameinfo(3) with `flags` of NI_*. Errors: EAI_NONAME (NI_NAMEREQD), EAI_FAMILY.
Result<NameInfo> name_info(const Address& address, int flags);

/// gethostname(2).
Result<std::string> local_host_name();

/// sethostname(2). Errors: EPERM, EINVAL.
Error set_local_host_name(std::string_view name);

}  // namespace parley::net
