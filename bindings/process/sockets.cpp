// Sockets that a process is handed: it finds them as descriptors 3, 4, ... (sd_listen_fds(3); HAProxy's
// "fd@3"), so that no port is raced for. A duplicate stays here for the process that takes its place at a
// restart, as with a service manager: what connects meanwhile waits in the backlog.
#include <fcntl.h>

#include "bindings/errors.hpp"
#include "bindings/process/module.hpp"
#include "bindings/socket/sharing.hpp"
#include "bindings/socket/socket.hpp"
#include "engine/base/move_up.hpp"
#include "engine/net/socket.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

const Socket& socket_in(lua_State* L, int table, lua_Integer position) {
  lua_rawgeti(L, table, position);
  const Socket* socket = to_socket(L, -1);
  const char* words = socket != nullptr ? "a closed socket" : luaL_typename(L, -1);
  if (socket == nullptr || socket->fd < 0) {
    raise(L, ExceptionClass::type_error, "process.start(): sockets[%d] takes an open socket, not %s",
          static_cast<int>(position), words);
  }
  lua_pop(L, 1);  // The table holds it.
  return *socket;
}

void duplicate(lua_State* L, int fd, std::vector<Descriptor>& taken) {
  taken.push_back(moved_up(Descriptor(fcntl(fd, F_DUPFD_CLOEXEC, 3))));
  if (!taken.back()) raise_errno(L, errno);
}

// With us every descriptor is O_NONBLOCK; the process gets what the script sees.
void show_blocking(int fd, bool blocks) {
  const int flags = fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFL, blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

}  // namespace

void take_sockets(lua_State* L, int index, std::vector<Descriptor>& taken) {
  taken.clear();
  if (lua_isinteger(L, index)) {
    for (const Descriptor& socket : managed_at(L, index).sockets) duplicate(L, socket.get(), taken);
    return;
  }
  if (lua_isnil(L, index)) return;
  const auto count = static_cast<lua_Integer>(lua_rawlen(L, index));
  for (lua_Integer i = 1; i <= count; ++i) duplicate(L, socket_in(L, index, i).fd, taken);
  for (lua_Integer i = 1; i <= count; ++i) {
    const int fd = socket_in(L, index, i).fd;
    show_blocking(fd, !runtime_of(L).socket(fd).is_nonblocking);
  }
}

void keep_sockets(lua_State* L, int index) {
  if (!lua_istable(L, index)) return;
  const auto count = static_cast<lua_Integer>(lua_rawlen(L, index));
  for (lua_Integer i = 1; i <= count; ++i) show_blocking(socket_in(L, index, i).fd, false);
}

void give_sockets(lua_State* L, int index) {
  if (!lua_istable(L, index)) return;
  Runtime& runtime = runtime_of(L);
  const auto count = static_cast<lua_Integer>(lua_rawlen(L, index));
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_rawgeti(L, index, i);
    Socket& socket = *to_socket(L, -1);
    lua_pop(L, 1);
    if (socket.fd < 0) continue;  // It stands twice in the table.
    note_passed(runtime, socket.fd);
    close_descriptor(runtime, std::exchange(socket.fd, -1), false);
  }
}

}  // namespace parley
