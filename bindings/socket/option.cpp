// getsockopt and setsockopt. A few options only mean something for a descriptor that blocks, which ours never
// is: those are remembered, and the waiting calls do what the kernel would have done.
#include "engine/net/option.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <cstring>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/socket.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

constexpr int largest_buffer = 1024;

std::int64_t limit_of(int fd, int option) {
  timeval value{};
  const net::Count count = net::get_option_bytes(fd, SOL_SOCKET, option, &value, sizeof value);
  if (!count.ok() || (value.tv_sec == 0 && value.tv_usec == 0)) return Socket::no_timeout;
  return static_cast<std::int64_t>(value.tv_sec) * 1'000'000'000 +
         static_cast<std::int64_t>(value.tv_usec) * 1000;
}

void remember(Socket& socket, int level, int option) {
  if (level != SOL_SOCKET) return;
  if (option == SO_RCVTIMEO) socket.receive_limit = limit_of(socket.fd, SO_RCVTIMEO);
  if (option == SO_SNDTIMEO) socket.send_limit = limit_of(socket.fd, SO_SNDTIMEO);
  if (option == SO_RCVLOWAT) socket.low_water = net::get_option_int(socket.fd, level, option).value;
  if (option == SO_LINGER) {
    linger value{};
    const net::Count count = net::get_option_bytes(socket.fd, level, option, &value, sizeof value);
    socket.lingers_not = count.ok() && value.l_onoff != 0 && value.l_linger == 0;
  }
}

net::Outcome set_with_length(lua_State* L, int fd, int level, int option) {
  const lua_Integer length = check_size(L, 5);
  if (length < 0 || length > UINT32_MAX)
    raise(L, ExceptionClass::overflow_error, "can't convert negative value to unsigned int");
  return net::set_option_bytes(fd, level, option, nullptr, static_cast<socklen_t>(length));
}

bool fits_int(lua_State* L, int index) {
  if (lua_isboolean(L, index)) return true;
  if (!lua_isinteger(L, index)) return false;
  const lua_Integer value = lua_tointeger(L, index);
  return value >= INT32_MIN && value <= INT32_MAX;
}

// setsockopt(level, option, int | bytes) or setsockopt(level, option, None, length).
int setsockopt_method(lua_State* L) {
  Socket& socket = check_self(L, "setsockopt");
  const bool has_length = lua_gettop(L) == 5 && lua_isnil(L, 4);
  if (!has_length) check_count(L, "setsockopt", 2, 3, 3);
  const int level = check_int(L, 2);
  const int option = check_int(L, 3);
  net::Outcome outcome;
  if (has_length) {
    outcome = set_with_length(L, socket.fd, level, option);
  } else if (fits_int(L, 4)) {
    outcome = net::set_option_int(socket.fd, level, option, check_int(L, 4));
  } else {
    const std::string_view bytes = check_bytes(L, 4);
    outcome =
        net::set_option_bytes(socket.fd, level, option, bytes.data(), static_cast<socklen_t>(bytes.size()));
  }
  if (!outcome.ok()) raise_errno(L, outcome.error);
  remember(socket, level, option);
  return return_none(L);
}

// getsockopt(level, option) -> int; getsockopt(level, option, size) -> bytes.
int getsockopt_method(lua_State* L) {
  const Socket& socket = check_self(L, "getsockopt");
  check_count(L, "getsockopt", 2, 2, 3);
  const int level = check_int(L, 2);
  const int option = check_int(L, 3);
  const int size = optional_int(L, 4, 0);
  if (size == 0) {
    const net::OptionValue value = net::get_option_int(socket.fd, level, option);
    if (!value.ok()) raise_errno(L, value.error);
    lua_pushinteger(L, value.value);
    return 1;
  }
  if (size < 0 || size > largest_buffer) raise(L, ExceptionClass::os_error, "getsockopt buflen out of range");
  char bytes[largest_buffer];
  const net::Count count =
      net::get_option_bytes(socket.fd, level, option, bytes, static_cast<socklen_t>(size));
  if (!count.ok()) raise_errno(L, count.error);
  lua_pushlstring(L, bytes, static_cast<std::size_t>(count.value));
  return 1;
}

}  // namespace

void open_socket_options(lua_State* L) {
  static const luaL_Reg methods[] = {
      {"setsockopt", setsockopt_method}, {"getsockopt", getsockopt_method}, {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

}  // namespace parley
