// Addresses between Lua and the kernel: a table {host, port} that prints as Python's tuple, or a string for
// AF_UNIX.
#pragma once

#include <lua.hpp>

#include "bindings/socket/socket.hpp"
#include "engine/net/address.hpp"

namespace parley {

/// Reads the address at `index` for `socket`, in CPython's order of checks: shape, types, name resolution,
/// range of the port. `caller` is the method that Python's messages name ("bind"). May ask the resolver.
/// Raises TypeError, OverflowError, gaierror, OSError.
void check_address(lua_State* L, int index, const Socket& socket, const char* caller, net::Address& out);

/// Raises what CPython says where it has no addresses of the socket's family: "getsockaddrlen: bad family".
void check_family(lua_State* L, const Socket& socket);

/// Pushes an address as scripts see it; "" for an unbound AF_UNIX one.
void push_address(lua_State* L, const net::Address& address);

}  // namespace parley
