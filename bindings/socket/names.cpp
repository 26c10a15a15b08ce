// getaddrinfo, gethostbyname, gethostname and the tables of services, protocols and interfaces.
//
// What the engine returns here owns memory, which lua_error would leak. So it is moved into the runtime
// first, and only then pushed or raised.
#include "engine/net/names.hpp"

#include <netinet/in.h>

#include "bindings/errors.hpp"
#include "bindings/socket/address.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/database.hpp"
#include "engine/net/host_entry.hpp"
#include "engine/net/resolver.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

int push_kept(lua_State* L, const Error& error) {
  if (error) raise_error(L, error);
  return push_message(L);
}

void note_failed_lookup(lua_State* L, std::string_view host, const char* call, const Error& error) {
  Runtime& runtime = runtime_of(L);
  if (error.domain() != Error::Domain::resolver || runtime.current == nullptr) return;
  runtime.recorder->lookup_failed(runtime.current->role, host, call, net::resolver_name(error.code()));
}

// ---- getaddrinfo

struct Lookup {
  std::string_view host;
  std::string_view service;
  bool has_host = false;
  bool has_service = false;
  char number[24] = {};
  net::LookupHints hints;
};

void check_lookup_host(lua_State* L, Lookup& lookup) {
  if (lua_isnil(L, 1)) return;
  if (lua_type(L, 1) != LUA_TSTRING) {
    raise(L, ExceptionClass::type_error, "getaddrinfo() argument 1 must be string or None");
  }
  lookup.host = check_bytes(L, 1);
  lookup.has_host = true;
}

void check_lookup_service(lua_State* L, Lookup& lookup) {
  if (lua_isnil(L, 2)) return;
  lookup.has_service = true;
  if (lua_isinteger(L, 2)) {
    const int length = std::snprintf(lookup.number, sizeof lookup.number, "%lld", lua_tointeger(L, 2));
    lookup.service = {lookup.number, static_cast<std::size_t>(length)};
  } else if (lua_type(L, 2) == LUA_TSTRING) {
    lookup.service = check_bytes(L, 2);
  } else {
    raise(L, ExceptionClass::os_error, "Int or String expected");
  }
}

Error ask(Runtime& runtime, const Lookup& lookup) {
  const auto host = lookup.has_host ? std::optional(lookup.host) : std::nullopt;
  const auto service = lookup.has_service ? std::optional(lookup.service) : std::nullopt;
  Result<std::vector<net::AddressInfo>> result = net::address_info(host, service, lookup.hints);
  if (result.ok()) runtime.found = std::move(*result);
  return result.error();
}

void push_entry(lua_State* L, const net::AddressInfo& info) {
  lua_createtable(L, 5, 0);
  lua_pushinteger(L, info.family);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, info.type);
  lua_rawseti(L, -2, 2);
  lua_pushinteger(L, info.protocol);
  lua_rawseti(L, -2, 3);
  lua_pushlstring(L, info.canonical_name.data(), info.canonical_name.size());
  lua_rawseti(L, -2, 4);
  push_address(L, info.address);
  lua_rawseti(L, -2, 5);
  luaL_setmetatable(L, "parley.addrinfo");
}

// As Python says it of a function written in Python.
void check_lookup_count(lua_State* L) {
  const int given = lua_gettop(L);
  if (given == 1) {
    raise(L, ExceptionClass::type_error, "getaddrinfo() missing 1 required positional argument: 'port'");
  }
  if (given == 0) {
    raise(L, ExceptionClass::type_error,
          "getaddrinfo() missing 2 required positional arguments: 'host' and 'port'");
  }
  if (given > 6) {
    raise(L, ExceptionClass::type_error,
          "getaddrinfo() takes from 2 to 6 positional arguments but %d were given", given);
  }
}

// getaddrinfo(host, port, family, type, proto, flags) -> list of entries, each by position and by name.
int getaddrinfo_function(lua_State* L) {
  check_lookup_count(L);
  Lookup lookup;
  check_lookup_host(L, lookup);
  check_lookup_service(L, lookup);
  lookup.hints = {.family = optional_int(L, 3, 0),
                  .type = optional_int(L, 4, 0),
                  .protocol = optional_int(L, 5, 0),
                  .flags = optional_int(L, 6, 0)};
  Runtime& runtime = runtime_of(L);
  const Error error = ask(runtime, lookup);
  if (error) {
    note_failed_lookup(L, lookup.host, "getaddrinfo", error);
    raise_error(L, error);
  }
  lua_createtable(L, static_cast<int>(runtime.found.size()), 0);
  for (std::size_t i = 0; i < runtime.found.size(); ++i) {
    push_entry(L, runtime.found[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
  }
  return 1;
}

// gethostbyname(name) -> the IPv4 address as text.
int gethostbyname_function(lua_State* L) {
  check_count(L, "gethostbyname", 1, 1, 1);
  if (lua_type(L, 1) != LUA_TSTRING && to_buffer(L, 1) == nullptr) {
    raise(L, ExceptionClass::type_error, "gethostbyname() argument 1 must be str, bytes or bytearray, not %s",
          python_type(L, 1));
  }
  const std::string_view name = check_bytes(L, 1);
  const Error error = runtime_of(L).keep(net::ipv4_of_host(name));
  note_failed_lookup(L, name, "gethostbyname", error);
  return push_kept(L, error);
}

int gethostname_function(lua_State* L) { return push_kept(L, runtime_of(L).keep(net::local_host_name())); }

int getfqdn_function(lua_State* L) {
  const std::string_view name = lua_isnone(L, 1) ? std::string_view() : check_bytes(L, 1);
  return push_kept(L, runtime_of(L).keep(net::full_host_name(name)));
}

// ---- Tables of the system.

const char* optional_text(lua_State* L, int index) {
  return lua_isnone(L, index) ? nullptr : check_bytes(L, index).data();
}

// getservbyname(name[, protocol]) -> port.
int getservbyname_function(lua_State* L) {
  check_count(L, "getservbyname", 1, 1, 2);
  const Result<std::uint16_t> port = net::service_port(check_bytes(L, 1).data(), optional_text(L, 2));
  if (!port.ok()) raise_error(L, port.error());
  lua_pushinteger(L, port.value());
  return 1;
}

// getservbyport(port[, protocol]) -> name.
int getservbyport_function(lua_State* L) {
  check_count(L, "getservbyport", 1, 1, 2);
  const int port = check_int(L, 1);
  if (port < 0 || port > 0xffff) {
    raise(L, ExceptionClass::overflow_error, "getservbyport: port must be 0-65535.");
  }
  return push_kept(
      L, runtime_of(L).keep(net::service_name(static_cast<std::uint16_t>(port), optional_text(L, 2))));
}

// getprotobyname(name) -> number.
int getprotobyname_function(lua_State* L) {
  check_count(L, "getprotobyname", 1, 1, 1);
  const Result<int> number = net::protocol_number(check_bytes(L, 1).data());
  if (!number.ok()) raise_error(L, number.error());
  lua_pushinteger(L, number.value());
  return 1;
}

}  // namespace

void open_names(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"getaddrinfo", getaddrinfo_function},       {"gethostbyname", gethostbyname_function},
      {"gethostname", gethostname_function},       {"getfqdn", getfqdn_function},
      {"getservbyname", getservbyname_function},   {"getservbyport", getservbyport_function},
      {"getprotobyname", getprotobyname_function}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
