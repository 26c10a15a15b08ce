// The socket object itself: what it is made of, how it gets and loses its descriptor, its attributes.
//
// A socket's metatable is its shape: family, type, proto and timeout stand in the same table as the methods,
// so that finding a method is one look into one table. Sockets of equal shape share it.
#include <sys/ioctl.h>

#include <new>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/keys.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/option.hpp"
#include "engine/net/socket.hpp"
#include "engine/net/transfer.hpp"

namespace parley {

using net::ExceptionClass;
using transcript::Protocol;

extern const char socket_methods_key = 0;
extern const char socket_meta_key = 0;

namespace {

const char shapes_key = 0;

// One number for the attributes that never change; false where they are too odd to be worth remembering.
bool shape_number(const Socket& socket, lua_Integer& number) {
  constexpr int limit = 1 << 20;
  for (const int part : {socket.family, socket.type, socket.proto}) {
    if (part < 0 || part >= limit) return false;
  }
  number = (static_cast<lua_Integer>(socket.family) << 40) | (static_cast<lua_Integer>(socket.type) << 20) |
           socket.proto;
  return true;
}

void copy_fields(lua_State* L, int from, int to) {
  lua_pushnil(L);
  while (lua_next(L, from) != 0) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, to);
  }
}

void push_seconds(lua_State* L, std::int64_t nanoseconds) {
  if (nanoseconds < 0) {
    lua_pushnil(L);
  } else {
    lua_pushnumber(L, static_cast<lua_Number>(nanoseconds) / 1e9);
  }
}

void set_attribute(lua_State* L, int table, const char* name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, table, name);
}

// Pushes a new shape: a copy of the metatable whose __index is the methods with the attributes among them.
void make_shape(lua_State* L, const Socket& socket) {
  luaL_checkstack(L, 8, nullptr);
  lua_newtable(L);
  const int shape = lua_gettop(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &socket_meta_key);
  copy_fields(L, shape + 1, shape);
  lua_newtable(L);
  const int index = lua_gettop(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &socket_methods_key);
  copy_fields(L, index + 1, index);
  set_attribute(L, index, "family", socket.family);
  set_attribute(L, index, "type", socket.type);
  set_attribute(L, index, "proto", socket.proto);
  push_seconds(L, socket.timeout);
  lua_setfield(L, index, "timeout");
  if (lua_getmetatable(L, index + 1) != 0) lua_setmetatable(L, index);
  lua_pushvalue(L, index);
  lua_setfield(L, shape, "__index");
  lua_settop(L, shape);
}

// Pushes the table in which the shapes of this family, type and proto stand by their timeout.
void push_shapes(lua_State* L, lua_Integer number) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &shapes_key) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &shapes_key);
  }
  if (lua_rawgeti(L, -1, number) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "v");  // A program that counts down its timeout leaves no trail of shapes.
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, number);
  }
  lua_remove(L, -2);
}

void apply_shape(lua_State* L, int index, const Socket& socket) {
  lua_Integer number = 0;
  if (!shape_number(socket, number)) {
    make_shape(L, socket);
    lua_setmetatable(L, index);
    return;
  }
  push_shapes(L, number);
  if (lua_rawgeti(L, -1, socket.timeout) != LUA_TTABLE) {
    lua_pop(L, 1);
    make_shape(L, socket);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, socket.timeout);
  }
  lua_setmetatable(L, index);
  lua_pop(L, 1);
}

// How many bytes the kernel holds for this end; known without asking where the peer is ours too.
std::uint64_t untaken(int fd, const transcript::End& end) {
  if (end.peer != nullptr) return end.peer->sent - end.taken;
  const net::Count unread = net::unread_bytes(fd);
  return unread.ok() ? static_cast<std::uint64_t>(unread.value) : 0;
}

void record_close(Runtime& runtime, int fd, transcript::End& end, bool resets) {
  char unread[4096];
  std::size_t shown = 0;
  const std::uint64_t total = untaken(fd, end);
  if (total > 0) {
    const net::Count peeked = net::peek(fd, unread, sizeof unread);
    if (peeked.ok()) shown = static_cast<std::size_t>(peeked.value);
  }
  using Ending = transcript::Recorder::Ending;
  runtime.recorder->finished(end, resets || total > 0 ? Ending::reset : Ending::eof);
  runtime.recorder->closed(end, {unread, shown}, total);
}

}  // namespace

Socket& check_self(lua_State* L, const char* method) {
  Socket* socket = to_socket(L, 1);
  if (socket != nullptr) return *socket;
  raise(L, ExceptionClass::type_error,
        "descriptor '%s' for 'socket' objects doesn't apply to a '%s' object (a method is called with a "
        "colon: s:%s(...))",
        method, python_type(L, 1), method);
}

Socket* push_socket(lua_State* L) {
  auto* socket = new (lua_newuserdatauv(L, sizeof(Socket), 0)) Socket;
  apply_shape(L, lua_gettop(L), *socket);
  return socket;
}

void own(Runtime& runtime, Socket& socket, int fd, int family, int type, int proto) {
  socket.fd = fd;
  socket.family = family;
  socket.type = type;
  socket.proto = proto;
  OpenSocket& open = runtime.socket(fd);
  open = OpenSocket();
  open.open = true;
  open.object = &socket;
  open.stream = socket.is_stream();
  open.is_fixture = begins_fixture(runtime);
  runtime.scheduler.opened(fd);
}

void adopt(lua_State* L, int index, int fd, int family, int type, int proto) {
  Socket& socket = *to_socket(L, index);
  own(runtime_of(L), socket, fd, family, type, proto);
  apply_shape(L, index, socket);
}

void set_timeout(lua_State* L, int index, std::int64_t nanoseconds) {
  Socket& socket = *to_socket(L, index);
  socket.timeout = nanoseconds;
  apply_shape(L, index, socket);
}

Protocol protocol_of(const Socket& socket) {
  if (socket.type == SOCK_RAW) return Protocol::raw;
  if (socket.family == AF_UNIX) {
    if (socket.type == SOCK_DGRAM) return Protocol::unix_dgram;
    return socket.type == SOCK_SEQPACKET ? Protocol::unix_seqpacket : Protocol::unix_stream;
  }
  return socket.type == SOCK_DGRAM ? Protocol::udp : Protocol::tcp;
}

int close_descriptor(Runtime& runtime, int fd, bool duplicated, bool resets) {
  OpenSocket& open = runtime.socket(fd);
  int peer = -1;
  if (open.end != nullptr && !duplicated) {
    if (open.end->peer != nullptr) peer = open.end->peer->fd;
    record_close(runtime, fd, *open.end, resets);
  }
  if (open.names != nullptr) runtime.recorder->unbound(fd);
  runtime.scheduler.closing(fd, duplicated);
  open = OpenSocket();
  const net::Outcome outcome = net::close(fd);
  if (peer >= 0) {
    runtime.scheduler.hint(peer, loop::Interest::read);
    runtime.scheduler.hint(peer, loop::Interest::write);
  }
  return outcome.error;
}

bool close_orphans(Runtime& runtime) {
  bool any = false;
  for (std::size_t fd = 0; fd < runtime.sockets.size(); ++fd) {
    if (!runtime.sockets[fd].orphan) continue;
    close_descriptor(runtime, static_cast<int>(fd), false, false);
    any = true;
  }
  return any;
}

void close_leftovers(Runtime& runtime) {
  for (std::size_t fd = 0; fd < runtime.sockets.size(); ++fd) {
    const OpenSocket& open = runtime.sockets[fd];
    if (!open.open || open.is_fixture) continue;
    if (open.object != nullptr) open.object->fd = -1;  // A later scenario may still hold it.
    close_descriptor(runtime, static_cast<int>(fd), false, false);
  }
}

void close_all(Runtime& runtime) {
  for (std::size_t fd = 0; fd < runtime.sockets.size(); ++fd) {
    if (runtime.sockets[fd].open) close_descriptor(runtime, static_cast<int>(fd), false, false);
  }
}

lua_KContext deadline_of(const Runtime& runtime, const Socket& socket, loop::Interest interest) {
  std::int64_t limit = socket.timeout;
  if (limit < 0) limit = interest == loop::Interest::read ? socket.receive_limit : socket.send_limit;
  return to_context(limit < 0 ? never : runtime.scheduler.now() + Duration(limit));
}

}  // namespace parley
