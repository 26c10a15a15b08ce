// The module's own functions that make sockets, and the table that require "socket" is built on
// (lua/socket.lua).
#include <sys/socket.h>

#include <cerrno>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/shape.hpp"
#include "bindings/socket/sharing.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/constants.hpp"
#include "engine/net/names.hpp"
#include "engine/net/option.hpp"
#include "engine/net/socket.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

constexpr int kind_flags = SOCK_NONBLOCK | SOCK_CLOEXEC;

// Where no descriptor is left, what the script has forgotten to close is closed, and `open` tried once more.
template <class Open>
auto open_once_more(lua_State* L, Open open) {
  auto opened = open();
  if (opened.error != EMFILE) return opened;
  lua_gc(L, LUA_GCCOLLECT);
  if (close_orphans(runtime_of(L))) opened = open();
  return opened;
}

void set_initial_timeout(lua_State* L, int index, int type) {
  if ((type & SOCK_NONBLOCK) != 0) set_timeout(L, index, 0);
}

int detected(int fd, int option, int otherwise) {
  const net::OptionValue value = net::get_option_int(fd, SOL_SOCKET, option);
  return value.ok() ? value.value : otherwise;
}

// socket(fileno = fd): an open descriptor becomes a socket object; what is not given is asked of it.
int adopt_descriptor(lua_State* L, int family, int type, int proto) {
  const int fd = static_cast<int>(check_size(L, 4));  // CPython cuts a long to an int.
  if (fd < 0) raise(L, ExceptionClass::value_error, "negative file descriptor");
  const net::OptionValue real = net::get_option_int(fd, SOL_SOCKET, SO_TYPE);
  if (!real.ok()) raise_errno(L, real.error);
  Socket& socket = *push_socket(L);
  own_again(runtime_of(L), socket, fd, family == -1 ? detected(fd, SO_DOMAIN, AF_INET) : family,
            type == -1 ? real.value : type, proto == -1 ? detected(fd, SO_PROTOCOL, 0) : proto);
  apply_shape(L, lua_gettop(L), socket);
  return 1;
}

// socket(family = -1, type = -1, proto = -1, fileno = None) -> socket.
int new_socket(lua_State* L) {
  check_running(L, "socket");
  if (lua_gettop(L) > 4) {
    raise(L, ExceptionClass::type_error,
          "socket.__init__() takes from 1 to 5 positional arguments but %d were given", lua_gettop(L) + 1);
  }
  const int family = optional_int(L, 1, -1, Overflow::c_int);
  const int type = optional_int(L, 2, -1, Overflow::c_int);
  const int proto = optional_int(L, 3, -1, Overflow::c_int);
  if (!lua_isnoneornil(L, 4)) return adopt_descriptor(L, family, type, proto);
  push_new_socket(L, family == -1 ? AF_INET : family, type == -1 ? SOCK_STREAM : type,
                  proto == -1 ? 0 : proto);
  return 1;
}

void record_pair(Runtime& runtime, const Socket& first, const Socket& second) {
  const auto ends = runtime.recorder->pair(protocol_of(first), runtime.current->role, first.fd, second.fd);
  runtime.socket(first.fd).end = ends.first;
  runtime.socket(second.fd).end = ends.second;
}

// socketpair([family[, type[, proto]]]) -> socket, socket.
int new_pair(lua_State* L) {
  Runtime& runtime = check_running(L, "socketpair");
  if (lua_gettop(L) > 3) {
    raise(L, ExceptionClass::type_error,
          "socketpair() takes from 0 to 3 positional arguments but %d were given", lua_gettop(L));
  }
  const int family = lua_isnoneornil(L, 1) ? AF_UNIX : check_int(L, 1);
  const int type = optional_int(L, 2, SOCK_STREAM);
  const int proto = optional_int(L, 3, 0);
  lua_settop(L, 0);
  push_socket(L);
  push_socket(L);
  const net::SocketPair pair = open_once_more(L, [=] { return net::open_pair(family, type, proto); });
  if (!pair.ok()) raise_errno(L, pair.error);
  own(runtime, *to_socket(L, 2), pair.second, family, type & ~kind_flags,
      proto);  // Whatever becomes of the next line.
  adopt(L, 1, pair.first, family, type & ~kind_flags, proto);
  adopt(L, 2, pair.second, family, type & ~kind_flags, proto);
  record_pair(runtime, *to_socket(L, 1), *to_socket(L, 2));
  set_initial_timeout(L, 1, type);
  set_initial_timeout(L, 2, type);
  return 2;
}

// close(fd): a descriptor, never a socket object.
int close_function(lua_State* L) {
  Runtime& runtime = check_running(L, "close");
  check_one_given(L, "close");
  const int fd = check_int(L, 1);
  const bool ours = fd >= 0 && static_cast<std::size_t>(fd) < runtime.sockets.size() &&
                    runtime.sockets[static_cast<std::size_t>(fd)].open;
  if (!ours) raise_errno(L, EBADF);
  const int code = close_descriptor(runtime, fd, false);
  if (code != 0) raise_errno(L, code);
  return return_none(L);
}

// Every errno by its name. Python keeps most of them in a module of their own; here the errors of sockets are
// at hand.
void add_errnos(lua_State* L) {
  constexpr int largest = 133;
  for (int code = 1; code <= largest; ++code) {
    const char* name = net::errno_name(code);
    if (name[1] == '?') continue;
    lua_pushinteger(L, code);
    lua_setfield(L, -2, name);
  }
}

void push_constants(lua_State* L) {
  lua_newtable(L);
  add_errnos(L);
  for (const net::Constant& constant : net::constants()) {
    lua_pushinteger(L, constant.value);
    lua_setfield(L, -2, constant.name);
  }
  for (const net::TextConstant& constant : net::text_constants()) {
    lua_pushstring(L, constant.value);
    lua_setfield(L, -2, constant.name);
  }
}

void push_methods(lua_State* L) {
  lua_newtable(L);
  open_socket_lifecycle(L);
  open_socket_timeouts(L);
  open_socket_sharing(L);
  open_socket_messages(L);
  open_socket_connect(L);
  open_socket_listen(L);
  open_socket_sending(L);
  open_socket_receiving(L);
  open_socket_datagrams(L);
  open_socket_options(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &socket_methods_key);
}

}  // namespace

Socket& push_new_socket(lua_State* L, int family, int type, int proto) {
  Socket* socket = push_socket(L);
  const int self = lua_gettop(L);
  const net::Count count = open_once_more(L, [=] { return net::open_socket(family, type, proto); });
  if (!count.ok()) raise_errno(L, count.error);
  adopt(L, self, static_cast<int>(count.value), family, type & ~kind_flags, proto);
  set_initial_timeout(L, self, type);
  return *socket;
}

void push_socket_module(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"socket", new_socket}, {"socketpair", new_pair}, {"close", close_function}, {nullptr, nullptr}};
  push_socket_meta(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &socket_meta_key);
  luaL_newlib(L, functions);
  open_names(L);
  open_interfaces(L);
  open_sharing(L);
  open_default_timeout(L);
  open_ancillary(L);
  open_resolver(L);
  open_host_entries(L);
  open_conversions(L);
  open_buffers(L);
  open_declared_reads(L);
  open_socket_files(L);
  push_constants(L);
  lua_setfield(L, -2, "constants");
  push_quick_connect(L);
  lua_setfield(L, -2, "connection");
  push_methods(L);
  lua_setfield(L, -2, "methods");
}

}  // namespace parley
