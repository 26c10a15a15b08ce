#include "bindings/socket/address.hpp"

#include <netinet/in.h>

#include <cstring>

#include "bindings/errors.hpp"
#include "bindings/lookups.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/link_address.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/host.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

constexpr std::uint32_t largest_flow = 0xfffff;
const char address_meta_key = 0;

std::string_view check_host(lua_State* L, int index) {
  const bool fits =
      lua_type(L, index) == LUA_TSTRING || python_type(L, index) == std::string_view("bytearray");
  if (!fits)
    raise(L, ExceptionClass::type_error, "str, bytes or bytearray expected, not %s", python_type(L, index));
  return check_bytes(L, index);
}

// The table at `index`, whose length is between `least` and `most`, spread on the stack from the returned
// index on.
int spread(lua_State* L, int index, const char* family, const char* caller, lua_Unsigned least,
           lua_Unsigned most, const char* shape) {
  if (!lua_istable(L, index)) {
    raise(L, ExceptionClass::type_error, "%s(): %s address must be tuple, not %s", caller, family,
          python_type(L, index));
  }
  const lua_Unsigned length = lua_rawlen(L, index);
  if (length < least || length > most) raise(L, ExceptionClass::type_error, "%s", shape);
  luaL_checkstack(L, static_cast<int>(most) + 4, nullptr);
  const int first = lua_gettop(L) + 1;
  for (lua_Unsigned i = 1; i <= most; ++i) lua_rawgeti(L, index, static_cast<lua_Integer>(i));
  return first;
}

std::uint16_t check_port(lua_State* L, lua_Integer port, const char* caller) {
  if (port < 0 || port > 0xffff)
    raise(L, ExceptionClass::overflow_error, "%s(): port must be 0-65535.", caller);
  return static_cast<std::uint16_t>(port);
}

// What a table of AF_INET or AF_INET6 says. The host lives as long as the table does.
struct Parts {
  std::string_view host;
  lua_Integer port = 0;
  std::uint32_t flow = 0;
  std::uint32_t scope = 0;
};

Parts check_parts(lua_State* L, int index, int family, const char* caller) {
  const int top = lua_gettop(L);
  Parts parts;
  const bool six = family == AF_INET6;
  const int first =
      six ? spread(L, index, "AF_INET6", caller, 2, 4,
                   "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
          : spread(L, index, "AF_INET", caller, 2, 2, "AF_INET address must be a pair (host, port)");
  parts.host = check_host(L, first);
  parts.port = check_size(L, first + 1);
  // What no C int holds is refused before the host is looked up, in the same words.
  if (parts.port != static_cast<int>(parts.port)) check_port(L, parts.port, caller);
  if (six) parts.flow = optional_unsigned(L, first + 2);
  if (six) parts.scope = optional_unsigned(L, first + 3);
  lua_settop(L, top);
  return parts;
}

// Adds to the address of the host what else the table says.
void complete(lua_State* L, const Parts& parts, const char* caller, net::Address& address) {
  address.set_port(check_port(L, parts.port, caller));
  if (address.family() != AF_INET6) return;
  check_flow(L, parts.flow, caller);
  address.set_flow_info(parts.flow);
  address.set_scope_id(parts.scope);
}

void check_unix(lua_State* L, int index, net::Address& out) {
  Error error;
  out = net::Address::unix_path(check_bytes(L, index), error);
  if (error) raise_error(L, error);
}

// The address as it was written stands on the top of the stack; as bytes it takes that place.
int go_on(lua_State* L, const net::Address& address, const AddressUse& use) {
  push_raw_address(L, address);
  lua_replace(L, -2);
  return use.then(L, LUA_OK, no_deadline_yet);
}

// With the address as it was written on the top of the stack, in which another task may have changed
// something.
int resolved(lua_State* L, int /*status*/, lua_KContext context) {
  const auto& use = *reinterpret_cast<const AddressUse*>(context);
  const Parts parts = check_parts(L, lua_gettop(L), to_socket(L, 1)->family, use.method);
  net::LookupAnswer& answer = runtime_of(L).answer;
  if (answer.error) {
    note_failed_lookup(L, parts.host, use.method, answer.error);
    raise_error(L, answer.error);
  }
  complete(L, parts, use.method, answer.address);
  return go_on(L, answer.address, use);
}

int with_inet_address(lua_State* L, int family, const AddressUse& use) {
  const Parts parts = check_parts(L, lua_gettop(L), family, use.method);
  net::Address address;
  if (net::Address::parse_numeric(parts.host, family, address)) {  // Most are.
    complete(L, parts, use.method, address);
    return go_on(L, address, use);
  }
  if (net::needs_resolver(parts.host)) {
    net::LookupRequest& request = begin_request(L, net::LookupRequest::Kind::address);
    request.host = parts.host;
    request.hints.family = family;
    return look_up(L, use.method, reinterpret_cast<lua_KContext>(&use), resolved);
  }
  const Error error = net::host_to_address(parts.host, family, address);
  if (error) {
    note_failed_lookup(L, parts.host, use.method, error);
    raise_error(L, error);
  }
  complete(L, parts, use.method, address);
  return go_on(L, address, use);
}

void push_ipv6_rest(lua_State* L, const net::Address& address) {
  const auto* raw = reinterpret_cast<const sockaddr_in6*>(&address.storage);
  lua_pushinteger(L, ntohl(raw->sin6_flowinfo) & largest_flow);
  lua_rawseti(L, -2, 3);
  lua_pushinteger(L, raw->sin6_scope_id);
  lua_rawseti(L, -2, 4);
}

// Kept under a key of its own, since to find a name costs as much as the rest of an address.
void push_address_meta(lua_State* L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &address_meta_key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  luaL_getmetatable(L, "parley.address");
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &address_meta_key);
}

}  // namespace

int with_address(lua_State* L, int index, const AddressUse& use) {
  const int family = to_socket(L, 1)->family;
  lua_pushvalue(L, index);
  if (family == AF_INET || family == AF_INET6) return with_inet_address(L, family, use);
  net::Address address;
  if (has_link_addresses(family)) {
    read_link_address(L, family, use.method, address);
    return go_on(L, address, use);
  }
  if (family != AF_UNIX) raise(L, ExceptionClass::os_error, "%s(): bad family", use.method);
  check_unix(L, lua_gettop(L), address);
  return go_on(L, address, use);
}

void check_flow(lua_State* L, std::uint32_t flow, const char* caller) {
  if (flow > largest_flow)
    raise(L, ExceptionClass::overflow_error, "%s(): flowinfo must be 0-1048575.", caller);
}

// No longer than the address is: that of IPv4 is a short string to Lua, which costs little.
void push_raw_address(lua_State* L, const net::Address& address) {
  lua_pushlstring(L, reinterpret_cast<const char*>(address.raw()), address.length);
}

net::Address raw_address(lua_State* L, int index) {
  net::Address address;
  std::size_t length = 0;
  const char* bytes = lua_tolstring(L, index, &length);
  std::memcpy(&address.storage, bytes, length);
  address.length = static_cast<socklen_t>(length);
  return address;
}

void check_family(lua_State* L, const Socket& socket) {
  const bool known = socket.family == AF_INET || socket.family == AF_INET6 || socket.family == AF_UNIX ||
                     has_link_addresses(socket.family);
  if (!known) raise(L, ExceptionClass::os_error, "getsockaddrlen: bad family");
}

void push_address(lua_State* L, const net::Address& address) {
  if (has_link_addresses(address.family())) return push_link_address(L, address);
  char host[256];
  const std::size_t length = address.host(host, sizeof host);
  if (address.family() != AF_INET && address.family() != AF_INET6) {
    lua_pushlstring(L, host, length);
    return;
  }
  lua_createtable(L, address.family() == AF_INET ? 2 : 4, 0);
  lua_pushlstring(L, host, length);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, address.port());
  lua_rawseti(L, -2, 2);
  if (address.family() == AF_INET6) push_ipv6_rest(L, address);
  push_address_meta(L);
  lua_setmetatable(L, -2);
}

}  // namespace parley
