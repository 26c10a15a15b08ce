// Addresses of the families beside the internet's and AF_UNIX: AF_NETLINK (pid, groups), AF_PACKET (ifname,
// proto, pkttype, hatype, addr) and AF_VSOCK (cid, port).
#pragma once

#include <lua.hpp>

#include "engine/net/address.hpp"

namespace parley {

/// Whether it is one of them.
bool has_link_addresses(int family);

/// Reads the address on the top of the stack. Raises TypeError, OverflowError, and ENODEV for an interface
/// that is not there.
void read_link_address(lua_State* L, int family, const char* caller, net::Address& out);

/// Pushes such an address, by position and by name.
void push_link_address(lua_State* L, const net::Address& address);

}  // namespace parley
