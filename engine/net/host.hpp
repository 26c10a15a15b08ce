// How a host that a script wrote becomes an address: the rules of CPython's setipaddr(), by which bind,
// connect, sendto and their kin read the first part of an address.
#pragma once

#include <string_view>

#include "engine/base/error.hpp"
#include "engine/net/address.hpp"

namespace parley::net {

/// Whether host_to_address() would ask the resolver for `host`.
bool needs_resolver(std::string_view host);

/// Puts the address that `host` stands for into `out`, with port 0. `family` is AF_INET, AF_INET6, or
/// AF_UNSPEC for either.
///
/// - "" is the wildcard; "<broadcast>" is 255.255.255.255.
/// - A dotted quad, and an IPv6 address without a zone, never ask the resolver.
/// - All else does: names, and with glibc "127.1", "0x7f000001", "2130706433", "fe80::1%lo" too. May block.
///
/// A zone's number is left in scope_id(); CPython then overwrites it with the one from the tuple.
///
/// Errors: of the resolver (EAI_NONAME; EAI_ADDRFAMILY for a literal of the other family); a system error
/// where the resolver said EAI_SYSTEM; the texts "address family mismatched" (broadcast and AF_INET6),
/// "wildcard resolved to multiple address" ("" and AF_UNSPEC); host_name_with_nul and host_name_not_encodable
/// of net/idna.hpp.
Error host_to_address(std::string_view host, int family, Address& out);

}  // namespace parley::net
