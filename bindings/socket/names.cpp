// gethostname and the tables of services and protocols: what the machine knows without asking anybody.
//
// What the engine returns here owns memory, which lua_error would leak. So it is moved into the runtime
// first, and only then pushed or raised.

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/socket.hpp"
#include "engine/net/database.hpp"
#include "engine/net/resolver.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

int push_kept(lua_State* L, const Error& error) {
  if (error) raise_error(L, error);
  return push_message(L);
}

int gethostname_function(lua_State* L) {
  check_nothing_given(L, "_socket.gethostname");
  return push_kept(L, runtime_of(L).keep(net::local_host_name()));
}

const char* optional_text(lua_State* L, const char* function, int index) {
  return lua_isnone(L, index) ? nullptr : check_text(L, function, index).data();
}

// getservbyname(name[, protocol]) -> port.
int getservbyname_function(lua_State* L) {
  check_count(L, "getservbyname", 1, 1, 2);
  const char* name = check_text(L, "getservbyname", 1).data();
  const Result<std::uint16_t> port = net::service_port(name, optional_text(L, "getservbyname", 2));
  if (!port.ok()) raise_error(L, port.error());
  lua_pushinteger(L, port.value());
  return 1;
}

// getservbyport(port[, protocol]) -> name.
int getservbyport_function(lua_State* L) {
  check_count(L, "getservbyport", 1, 1, 2);
  const int port = check_int(L, 1);
  const char* protocol = optional_text(L, "getservbyport", 2);
  if (port < 0 || port > 0xffff) {
    raise(L, ExceptionClass::overflow_error, "getservbyport: port must be 0-65535.");
  }
  return push_kept(L, runtime_of(L).keep(net::service_name(static_cast<std::uint16_t>(port), protocol)));
}

// getprotobyname(name) -> number.
int getprotobyname_function(lua_State* L) {
  check_count(L, "getprotobyname", 1, 1, 1);
  const Result<int> number = net::protocol_number(check_text(L, "getprotobyname", 1).data());
  if (!number.ok()) raise_error(L, number.error());
  lua_pushinteger(L, number.value());
  return 1;
}

}  // namespace

void open_names(lua_State* L) {
  static const luaL_Reg functions[] = {{"gethostname", gethostname_function},
                                       {"getservbyname", getservbyname_function},
                                       {"getservbyport", getservbyport_function},
                                       {"getprotobyname", getprotobyname_function},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
