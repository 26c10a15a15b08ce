// getaddrinfo, gethostbyname and getfqdn: Python's module functions that turn names into addresses.
//
// Each fills in the runtime's `request` and goes on, once the answer is there, with its second half.
#include <netinet/in.h>

#include "bindings/errors.hpp"
#include "bindings/lookups.hpp"
#include "bindings/runtime.hpp"
#include "bindings/socket/address.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/socket.hpp"
#include "engine/net/idna.hpp"

namespace parley {

using net::ExceptionClass;
using net::LookupRequest;

namespace {

void check_lookup_host(lua_State* L, LookupRequest& request) {
  if (lua_isnil(L, 1)) return;
  if (lua_type(L, 1) != LUA_TSTRING) {
    raise(L, ExceptionClass::type_error, "getaddrinfo() argument 1 must be string or None");
  }
  const Error error = runtime_of(L).keep(net::to_ascii_name(check_bytes(L, 1)));
  if (error) raise_error(L, error);
  request.host = check_bytes(L, 1);
  request.has_host = true;
}

void check_lookup_service(lua_State* L, LookupRequest& request) {
  if (lua_isnil(L, 2)) return;
  if (lua_isinteger(L, 2)) {
    request.service = std::to_string(lua_tointeger(L, 2));
  } else if (lua_type(L, 2) == LUA_TSTRING) {
    request.service = check_bytes(L, 2);
  } else {
    raise(L, ExceptionClass::os_error, "Int or String expected");
  }
  request.has_service = true;
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

int push_found(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  const net::LookupAnswer& answer = runtime_of(L).answer;
  if (answer.error) {
    note_failed_lookup(L, lua_isnil(L, 1) ? std::string_view() : check_bytes(L, 1), "getaddrinfo",
                       answer.error);
    raise_error(L, answer.error);
  }
  lua_createtable(L, static_cast<int>(answer.found.size()), 0);
  for (std::size_t i = 0; i < answer.found.size(); ++i) {
    push_entry(L, answer.found[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
  }
  return 1;
}

// getaddrinfo(host, port, family, type, proto, flags) -> list of entries, each by position and by name.
int getaddrinfo_function(lua_State* L) {
  check_lookup_count(L);
  LookupRequest& request = begin_request(L, LookupRequest::Kind::address_info);
  check_lookup_host(L, request);
  check_lookup_service(L, request);
  request.hints = {.family = optional_int(L, 3, 0),
                   .type = optional_int(L, 4, 0),
                   .protocol = optional_int(L, 5, 0),
                   .flags = optional_int(L, 6, 0)};
  return look_up(L, "getaddrinfo", 0, push_found);
}

int push_ipv4(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  const net::LookupAnswer& answer = runtime_of(L).answer;
  note_failed_lookup(L, check_bytes(L, 1), "gethostbyname", answer.error);
  if (answer.error) raise_error(L, answer.error);
  lua_pushlstring(L, answer.text.data(), answer.text.size());
  return 1;
}

// gethostbyname(name) -> the IPv4 address as text.
int gethostbyname_function(lua_State* L) {
  check_host_argument(L, "gethostbyname");
  begin_request(L, LookupRequest::Kind::ipv4_of_host).host = check_bytes(L, 1);
  return look_up(L, "gethostbyname", 0, push_ipv4);
}

int push_full_name(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  const std::string& text = runtime_of(L).answer.text;
  lua_pushlstring(L, text.data(), text.size());
  return 1;
}

// getfqdn([name]) -> text. Never fails: what is not found is the name itself.
int getfqdn_function(lua_State* L) {
  std::string_view name;
  if (!lua_isnone(L, 1)) name = check_bytes(L, 1);
  begin_request(L, LookupRequest::Kind::full_name).host = name;
  return look_up(L, "getfqdn", 0, push_full_name);
}

}  // namespace

void open_resolver(lua_State* L) {
  static const luaL_Reg functions[] = {{"getaddrinfo", getaddrinfo_function},
                                       {"gethostbyname", gethostbyname_function},
                                       {"getfqdn", getfqdn_function},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
