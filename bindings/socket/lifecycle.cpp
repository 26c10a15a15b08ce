// Opening, closing and the state that scripts see: close, detach, fileno, repr.
#include <cerrno>
#include <string_view>

#include "bindings/errors.hpp"
#include "bindings/fault/told.hpp"
#include "bindings/socket/address.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/sharing.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/socket.hpp"

namespace parley {

using net::ExceptionClass;

void close_socket(lua_State* L, Socket& socket) {
  socket.closing = true;
  if (socket.fd < 0 || socket.files > 0) return;
  const int fd = socket.fd;
  socket.fd = -1;
  const int code = close_descriptor(runtime_of(L), fd, socket.lingers_not);
  if (code != 0) raise_errno(L, code);
}

namespace {

// close(). Twice is no error. Files of makefile() keep the socket open. Whoever waits on the socket gets
// EBADF.
int close_method(lua_State* L) {
  Socket& socket = check_self(L, "close");
  check_none(L, "close");
  close_socket(L, socket);
  return return_none(L);
}

// <close> calls it with the error, if any. It counts as a call where there is something left to close.
int close_variable(lua_State* L) {
  Socket& socket = require_socket(L, "close");
  if (socket.fd >= 0) {
    Runtime& runtime = runtime_of(L);
    note_call(runtime, "close");
    if (runtime.told != nullptr) fail_if_told(L, "close", &socket);
  }
  close_socket(L, socket);
  return 0;
}

// The collector hands the descriptor over to the scenario: no FIN depends on when it runs.
int collect(lua_State* L) {
  const Socket* socket = to_socket(L, 1);
  if (socket == nullptr || socket->fd < 0) return 0;
  OpenSocket& open = runtime_of(L).socket(socket->fd);
  open.object = nullptr;
  open.orphan = true;
  return 0;
}

// From here on the descriptor is the script's, unless another object has it.
void give_away(lua_State* L, const Socket& socket, OpenSocket& open) {
  if (open.object != &socket) return;
  open.object = nullptr;
  if (socket.shared) return;
  lend(L, open, "detach()");
}

// detach() -> the descriptor, which is the script's to close (socket.close) or to give to another socket; -1
// for a closed socket.
int detach_method(lua_State* L) {
  Socket& socket = check_self(L, "detach");
  check_none(L, "detach");
  lua_pushinteger(L, socket.fd);
  if (socket.fd >= 0) give_away(L, socket, runtime_of(L).socket(socket.fd));
  socket.fd = -1;
  return 1;
}

// fileno() -> int, -1 once closed.
int fileno_method(lua_State* L) {
  const Socket& socket = check_self(L, "fileno");
  check_nothing(L, "fileno");
  lua_pushinteger(L, socket.fd);
  return 1;
}

// A byte as Python's repr of bytes has it.
void add_shown(luaL_Buffer& shown, char c, char quote) {
  constexpr const char* digits = "0123456789abcdef";
  constexpr std::string_view named = "\n\r\t";
  const auto at = named.find(c);
  if (at != std::string_view::npos) {
    luaL_addchar(&shown, '\\');
    luaL_addchar(&shown, "nrt"[at]);
  } else if (c >= ' ' && c < 0x7f) {
    if (c == quote || c == '\\') luaL_addchar(&shown, '\\');
    luaL_addchar(&shown, c);
  } else {
    luaL_addstring(&shown, "\\x");
    luaL_addchar(&shown, digits[static_cast<unsigned char>(c) >> 4]);
    luaL_addchar(&shown, digits[static_cast<unsigned char>(c) & 15]);
  }
}

// Pushes what Python's repr has of the name of an AF_UNIX socket, which is on the top of the stack: a path as
// it is; an abstract name, which is bytes there, in quotes and escapes.
const char* push_shown_name(lua_State* L) {
  std::size_t length = 0;
  const char* text = lua_tolstring(L, -1, &length);
  const std::string_view name(text, length);
  if (name.front() != '\0') return lua_pushlstring(L, text, length);
  const bool is_double =
      name.find('\'') != std::string_view::npos && name.find('"') == std::string_view::npos;
  const char quote = is_double ? '"' : '\'';
  luaL_Buffer shown;
  luaL_buffinit(L, &shown);
  luaL_addchar(&shown, 'b');
  luaL_addchar(&shown, quote);
  for (const char c : name) add_shown(shown, c, quote);
  luaL_addchar(&shown, quote);
  luaL_pushresult(&shown);
  return lua_tostring(L, -1);
}

void add_address(lua_State* L, const char* label, const Socket& socket,
                 net::Outcome (*ask)(int, net::Address&)) {
  net::Address address;
  if (!ask(socket.fd, address).ok()) return;
  push_address(L, address);
  if (lua_type(L, -1) == LUA_TSTRING) {
    if (lua_rawlen(L, -1) == 0) {
      lua_pop(L, 1);
      return;
    }
    lua_pushfstring(L, ", %s=%s", label, push_shown_name(L));
    lua_remove(L, -2);
  } else {
    lua_pushfstring(L, ", %s=%s", label, luaL_tolstring(L, -1, nullptr));
    lua_remove(L, -2);
  }
  lua_remove(L, -2);
  lua_concat(L, 2);
}

// tostring(socket): Python's repr.
int represent(lua_State* L) {
  const Socket& socket = require_socket(L, "__repr__");
  const bool is_closed = socket.fd < 0 || socket.closing;
  lua_pushfstring(L, "<%s%s fd=%d, family=%d, type=%d, proto=%d",
                  socket.is_ssl ? "ssl.SSLSocket" : "socket.socket", is_closed ? " [closed]" : "", socket.fd,
                  socket.family, socket.type, socket.proto);
  if (!is_closed) {
    add_address(L, "laddr", socket, net::local_address);
    add_address(L, "raddr", socket, net::peer_address);
  }
  lua_pushliteral(L, ">");
  lua_concat(L, 2);
  return 1;
}

// No attribute of a socket can be set: it has a few that are read, and __slots__ keeps others out.
int refuse_attribute(lua_State* L) {
  const char* name = luaL_tolstring(L, 2, nullptr);
  const std::string_view known = name;
  if (known == "family" || known == "type") {
    raise(L, ExceptionClass::attribute_error, "property '%s' of 'socket' object has no setter", name);
  }
  if (known == "timeout") {
    raise(L, ExceptionClass::attribute_error,
          "attribute 'timeout' of '_socket.socket' objects is not writable");
  }
  raise(L, ExceptionClass::attribute_error, "'socket' object has no attribute '%s'", name);
}

}  // namespace

void open_socket_lifecycle(lua_State* L) {
  static const luaL_Reg methods[] = {
      {"close", close_method}, {"detach", detach_method}, {"fileno", fileno_method}, {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

void push_socket_meta(lua_State* L) {
  static const luaL_Reg meta[] = {{"__gc", collect},
                                  {"__close", close_variable},
                                  {"__tostring", represent},
                                  {"__newindex", refuse_attribute},
                                  {nullptr, nullptr}};
  luaL_newlib(L, meta);
  lua_pushliteral(L, "socket");
  lua_setfield(L, -2, "__name");
  lua_pushliteral(L, "socket");
  lua_setfield(L, -2, "__metatable");
}

}  // namespace parley
