// Addresses between Lua and the kernel: a table {host, port} that prints as Python's tuple, or a string for
// AF_UNIX.
#pragma once

#include <lua.hpp>

#include "bindings/socket/socket.hpp"
#include "engine/net/address.hpp"

namespace parley {

/// How a method goes on once its address is known.
struct AddressUse {
  const char* method;  ///< As Python's messages name it: "bind".
  lua_KFunction then;  ///< Called with LUA_OK and no_deadline_yet.
};

/// Reads the address at `index` for the socket at stack index 1, in CPython's order of checks: shape, types,
/// name resolution, range of the port; a name is looked up while the other tasks run. Then pushes it, for
/// raw_address, and calls `use.then`. `use` must outlive the call. Raises TypeError, OverflowError, gaierror,
/// OSError.
int with_address(lua_State* L, int index, const AddressUse& use);

/// Raises OverflowError where the flowinfo of an AF_INET6 address is none (RFC 6437: 20 bits).
void check_flow(lua_State* L, std::uint32_t flow, const char* caller);

/// Pushes an address for raw_address.
void push_raw_address(lua_State* L, const net::Address& address);

/// The address that with_address or push_raw_address has pushed.
net::Address raw_address(lua_State* L, int index);

/// Raises what CPython says where it has no addresses of the socket's family: "getsockaddrlen: bad family".
void check_family(lua_State* L, const Socket& socket);

/// Pushes an address as scripts see it; "" for an unbound AF_UNIX one.
void push_address(lua_State* L, const net::Address& address);

}  // namespace parley
