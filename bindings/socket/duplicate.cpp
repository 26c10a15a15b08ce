// dup(), fromfd() and whether a program that is started gets the descriptor.
#include <cerrno>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/shape.hpp"
#include "bindings/socket/sharing.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/option.hpp"
#include "engine/net/socket.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

// A second descriptor of the file of `fd`, noted. Where none is left, what the script has forgotten to close
// is closed, and it is tried once more.
int duplicate(lua_State* L, int fd) {
  Runtime& runtime = runtime_of(L);
  net::Count count = net::duplicate(fd);
  if (count.error == EMFILE) {
    lua_gc(L, LUA_GCCOLLECT);
    if (close_orphans(runtime)) count = net::duplicate(fd);
  }
  if (!count.ok()) raise_errno(L, count.error);
  const auto copy = static_cast<int>(count.value);
  share(runtime, fd, copy);
  return copy;
}

// What the script says of a socket; -1 asks the kernel.
int known(int given, int fd, int option) {
  return given == -1 ? net::get_option_int(fd, SOL_SOCKET, option).value : given;
}

// Pushes a socket object on a second descriptor of the file of `fd`.
Socket& push_duplicate(lua_State* L, int fd, int family, int type, int proto) {
  Socket& socket = *push_socket(L);
  own_again(runtime_of(L), socket, duplicate(L, fd), known(family, fd, SO_DOMAIN), known(type, fd, SO_TYPE),
            known(proto, fd, SO_PROTOCOL));
  apply_shape(L, lua_gettop(L), socket);
  return socket;
}

// dup() -> a socket with a descriptor of its own and the same timeout. As socket.py: what is set of the one
// file is set of both.
int dup_method(lua_State* L) {
  const Socket& self = check_self(L, "dup");
  check_none(L, "dup");
  if (self.fd < 0) raise_errno(L, EBADF);
  Socket& copy = push_duplicate(L, self.fd, self.family, self.type, self.proto);
  copy.receive_limit = self.receive_limit;
  copy.send_limit = self.send_limit;
  copy.low_water = self.low_water;
  copy.lingers_not = self.lingers_not;
  copy.shut_for_reading = self.shut_for_reading;
  copy.bound = self.bound;
  copy.connecting = self.connecting;
  set_timeout(L, lua_gettop(L), self.timeout);
  return 1;
}

// get_inheritable() -> bool.
int get_inheritable_method(lua_State* L) {
  const Socket& socket = check_self(L, "get_inheritable");
  check_none(L, "get_inheritable");
  const net::Count inheritable = net::is_inheritable(socket.fd);
  if (!inheritable.ok()) raise_errno(L, inheritable.error);
  lua_pushboolean(L, inheritable.value != 0);
  return 1;
}

// set_inheritable(bool).
int set_inheritable_method(lua_State* L) {
  const Socket& socket = check_self(L, "set_inheritable");
  const int given = lua_gettop(L) - 1;
  if (given == 0) {
    raise(L, ExceptionClass::type_error,
          "socket.set_inheritable() missing 1 required positional argument: 'inheritable'");
  }
  if (given > 1) {
    raise(L, ExceptionClass::type_error,
          "socket.set_inheritable() takes 2 positional arguments but %d were given", given + 1);
  }
  const bool inheritable = check_int(L, 2) != 0;
  const net::Outcome outcome = net::set_inheritable(socket.fd, inheritable);
  if (!outcome.ok()) raise_errno(L, outcome.error);
  return return_none(L);
}

// dup(fd) -> another descriptor of the same file, the script's to close.
int dup_function(lua_State* L) {
  Runtime& runtime = check_running(L, "dup");
  check_one_given(L, "dup");
  const int copy = duplicate(L, check_int(L, 1));
  lend(L, runtime.socket(copy), "dup()");
  lua_pushinteger(L, copy);
  return 1;
}

// fromfd(fd, family, type[, proto]) -> a socket on a duplicate of the descriptor.
int fromfd_function(lua_State* L) {
  check_running(L, "fromfd");
  static const char* const missing[] = {"3 required positional arguments: 'fd', 'family', and 'type'",
                                        "2 required positional arguments: 'family' and 'type'",
                                        "1 required positional argument: 'type'"};
  const int given = lua_gettop(L);
  if (given < 3) raise(L, ExceptionClass::type_error, "fromfd() missing %s", missing[given]);
  if (given > 4) {
    raise(L, ExceptionClass::type_error, "fromfd() takes from 3 to 4 positional arguments but %d were given",
          given);
  }
  const net::Count is_open = net::is_inheritable(check_int(L, 1));  // Before it looks at the others.
  if (!is_open.ok()) raise_errno(L, is_open.error);
  const int family = check_int(L, 2, Overflow::c_int);
  const int type = check_int(L, 3, Overflow::c_int);
  push_duplicate(L, check_int(L, 1), family, type, optional_int(L, 4, 0, Overflow::c_int));
  return 1;
}

}  // namespace

void open_socket_sharing(lua_State* L) {
  static const luaL_Reg methods[] = {{"dup", dup_method},
                                     {"get_inheritable", get_inheritable_method},
                                     {"set_inheritable", set_inheritable_method},
                                     {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

void open_sharing(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"dup", dup_function}, {"fromfd", fromfd_function}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
