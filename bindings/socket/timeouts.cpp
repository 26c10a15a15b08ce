// How long a socket's calls wait: its timeout, and the one that new sockets begin with.
#include <cerrno>
#include <cmath>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/socket.hpp"
#include "engine/net/socket.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

// A timeout as Python takes it: None, or a number of seconds that is not negative; rounded up to nanoseconds.
std::int64_t check_timeout(lua_State* L, int index) {
  if (lua_isnil(L, index)) return Socket::no_timeout;
  if (lua_isinteger(L, index) || lua_isboolean(L, index)) {
    const lua_Integer whole = check_size(L, index);
    if (whole < 0) raise(L, ExceptionClass::value_error, "Timeout value out of range");
    if (whole > INT64_MAX / 1'000'000'000) {
      raise(L, ExceptionClass::overflow_error, "timestamp out of range for platform time_t");
    }
    return whole * 1'000'000'000;
  }
  if (lua_type(L, index) != LUA_TNUMBER) {
    raise(L, ExceptionClass::type_error, "'%s' object cannot be interpreted as an integer",
          python_type(L, index));
  }
  const double seconds = lua_tonumber(L, index);
  if (std::isnan(seconds)) raise(L, ExceptionClass::value_error, "Invalid value NaN (not a number)");
  if (seconds < 0) raise(L, ExceptionClass::value_error, "Timeout value out of range");
  if (seconds * 1e9 >= 9.2e18) {
    raise(L, ExceptionClass::overflow_error, "timestamp out of range for platform time_t");
  }
  return static_cast<std::int64_t>(std::ceil(seconds * 1e9));
}

int push_timeout(lua_State* L, std::int64_t nanoseconds) {
  if (nanoseconds < 0) {
    lua_pushnil(L);
  } else {
    lua_pushnumber(L, static_cast<lua_Number>(nanoseconds) / 1e9);
  }
  return 1;
}

// Its descriptor may have been closed behind its back: socket.close(fd).
void check_open(lua_State* L, const Socket& socket) {
  const bool is_known = socket.fd >= 0 && runtime_of(L).socket(socket.fd).open;
  if (!is_known && !net::is_inheritable(socket.fd).ok()) raise_errno(L, EBADF);
}

// settimeout(None | seconds). Stores the value before it looks whether the socket is closed, as CPython does.
int settimeout_method(lua_State* L) {
  const Socket& socket = check_self(L, "settimeout");
  check_one(L, "settimeout");
  set_timeout(L, 1, check_timeout(L, 2));
  check_open(L, socket);
  return return_none(L);
}

// setblocking(bool): settimeout(None) or settimeout(0).
int setblocking_method(lua_State* L) {
  const Socket& socket = check_self(L, "setblocking");
  check_one(L, "setblocking");
  set_timeout(L, 1, check_size(L, 2) != 0 ? Socket::no_timeout : 0);
  check_open(L, socket);
  return return_none(L);
}

// gettimeout() -> None or seconds.
int gettimeout_method(lua_State* L) {
  const Socket& socket = check_self(L, "gettimeout");
  check_nothing(L, "gettimeout");
  return push_timeout(L, socket.timeout);
}

// getblocking() -> bool: false only for a timeout of 0.
int getblocking_method(lua_State* L) {
  const Socket& socket = check_self(L, "getblocking");
  check_nothing(L, "getblocking");
  lua_pushboolean(L, socket.timeout != 0);
  return 1;
}

// getdefaulttimeout() -> None or seconds.
int getdefaulttimeout_function(lua_State* L) {
  check_nothing_given(L, "_socket.getdefaulttimeout");
  return push_timeout(L, runtime_of(L).default_timeout);
}

// setdefaulttimeout(None | seconds): of the sockets that the scenario makes from now on. The next scenario
// begins without.
int setdefaulttimeout_function(lua_State* L) {
  check_one_given(L, "setdefaulttimeout");
  runtime_of(L).default_timeout = check_timeout(L, 1);
  return return_none(L);
}

}  // namespace

void open_socket_timeouts(lua_State* L) {
  static const luaL_Reg methods[] = {{"settimeout", settimeout_method},
                                     {"setblocking", setblocking_method},
                                     {"gettimeout", gettimeout_method},
                                     {"getblocking", getblocking_method},
                                     {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

void open_default_timeout(lua_State* L) {
  static const luaL_Reg functions[] = {{"getdefaulttimeout", getdefaulttimeout_function},
                                       {"setdefaulttimeout", setdefaulttimeout_function},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
