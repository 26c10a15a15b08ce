#include "bindings/socket/address.hpp"

#include <netinet/in.h>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/host.hpp"
#include "engine/net/names.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

constexpr lua_Integer largest_flow = 0xfffff;

std::string_view check_host(lua_State* L, int index) {
  const bool fits =
      lua_type(L, index) == LUA_TSTRING || python_type(L, index) == std::string_view("bytearray");
  if (!fits)
    raise(L, ExceptionClass::type_error, "str, bytes or bytearray expected, not %s", python_type(L, index));
  return check_bytes(L, index);
}

void resolve(lua_State* L, std::string_view host, int family, const char* caller, net::Address& out) {
  const Error error = net::host_to_address(host, family, out);
  if (!error) return;
  if (error.domain() == Error::Domain::resolver) {
    Runtime& runtime = runtime_of(L);
    if (runtime.current != nullptr) {
      runtime.recorder->lookup_failed(runtime.current->role, host, caller, net::resolver_name(error.code()));
    }
  }
  raise_error(L, error);
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

std::uint16_t check_port(lua_State* L, int port, const char* caller) {
  if (port < 0 || port > 0xffff)
    raise(L, ExceptionClass::overflow_error, "%s(): port must be 0-65535.", caller);
  return static_cast<std::uint16_t>(port);
}

void check_ipv4(lua_State* L, int index, const char* caller, net::Address& out) {
  const int host = spread(L, index, "AF_INET", caller, 2, 2, "AF_INET address must be a pair (host, port)");
  const std::string_view name = check_host(L, host);
  const int port = check_int(L, host + 1);
  resolve(L, name, AF_INET, caller, out);
  out.set_port(check_port(L, port, caller));
}

lua_Integer optional_field(lua_State* L, int index) { return lua_isnil(L, index) ? 0 : check_size(L, index); }

void check_ipv6(lua_State* L, int index, const char* caller, net::Address& out) {
  const int host = spread(L, index, "AF_INET6", caller, 2, 4,
                          "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])");
  const std::string_view name = check_host(L, host);
  const int port = check_int(L, host + 1);
  const lua_Integer flow = optional_field(L, host + 2);
  const lua_Integer scope = optional_field(L, host + 3);
  resolve(L, name, AF_INET6, caller, out);
  out.set_port(check_port(L, port, caller));
  if (flow < 0 || flow > largest_flow) {
    raise(L, ExceptionClass::overflow_error, "%s(): flowinfo must be 0-1048575.", caller);
  }
  auto* raw = reinterpret_cast<sockaddr_in6*>(&out.storage);
  raw->sin6_flowinfo = htonl(static_cast<std::uint32_t>(flow));
  raw->sin6_scope_id = static_cast<std::uint32_t>(scope);
}

void check_unix(lua_State* L, int index, net::Address& out) {
  Error error;
  out = net::Address::unix_path(check_bytes(L, index), error);
  if (error) raise_error(L, error);
}

void push_ipv6_rest(lua_State* L, const net::Address& address) {
  const auto* raw = reinterpret_cast<const sockaddr_in6*>(&address.storage);
  lua_pushinteger(L, ntohl(raw->sin6_flowinfo) & largest_flow);
  lua_rawseti(L, -2, 3);
  lua_pushinteger(L, raw->sin6_scope_id);
  lua_rawseti(L, -2, 4);
}

}  // namespace

void check_address(lua_State* L, int index, const Socket& socket, const char* caller, net::Address& out) {
  const int top = lua_gettop(L);
  switch (socket.family) {
    case AF_INET:
      check_ipv4(L, index, caller, out);
      break;
    case AF_INET6:
      check_ipv6(L, index, caller, out);
      break;
    case AF_UNIX:
      check_unix(L, index, out);
      break;
    default:
      raise(L, ExceptionClass::os_error, "%s(): bad family", caller);
  }
  lua_settop(L, top);
}

void check_family(lua_State* L, const Socket& socket) {
  const bool known = socket.family == AF_INET || socket.family == AF_INET6 || socket.family == AF_UNIX;
  if (!known) raise(L, ExceptionClass::os_error, "getsockaddrlen: bad family");
}

void push_address(lua_State* L, const net::Address& address) {
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
  luaL_setmetatable(L, "parley.address");
}

}  // namespace parley
