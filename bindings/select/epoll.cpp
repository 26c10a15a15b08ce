// epoll(7) for tasks: the kernel's own epoll descriptors, so that edges, ONESHOT and what is forgotten at a
// close are the kernel's. A task that waits for one waits for all that is registered in it.
#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>

#include "bindings/select/module.hpp"
#include "bindings/select/watching.hpp"
#include "bindings/socket/socket.hpp"

namespace parley {

namespace {

constexpr int epoll_slot = last_slot;

int check_descriptor(lua_State* L, int index) { return static_cast<int>(luaL_checkinteger(L, index)); }

// epoll_create() -> a new descriptor, and its generation: the number may come back for something else. The
// scenario's, as a socket's is: what is not closed is in the end.
int create(lua_State* L) {
  const int fd = epoll_create1(EPOLL_CLOEXEC);
  if (fd < 0) raise_errno(L, errno);
  Runtime& runtime = runtime_of(L);
  OpenSocket& open = runtime.socket(fd);
  open = OpenSocket();
  open.open = true;
  open.stream = true;  // Nothing comes to it but through what is registered.
  open.is_fixture = begins_fixture(runtime);
  lua_pushinteger(L, fd);
  lua_pushinteger(L, runtime.scheduler.opened(fd).generation);
  return 2;
}

// epoll_is_open(epoll, generation) -> bool: whether nobody has closed it since.
int is_open(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  const int fd = check_descriptor(L, 1);
  const bool same = runtime.scheduler.slot(fd).generation == luaL_checkinteger(L, 2);
  lua_pushboolean(L, same && runtime.socket(fd).open);
  return 1;
}

// epoll_ctl(epoll, operation, fd, events): epoll_ctl(2). Whoever waits for it looks again.
int control(lua_State* L) {
  static const char* const names[] = {"add", "modify", "remove", nullptr};
  static constexpr int operations[] = {EPOLL_CTL_ADD, EPOLL_CTL_MOD, EPOLL_CTL_DEL};
  const int epoll = check_descriptor(L, 1);
  const int operation = operations[luaL_checkoption(L, 2, nullptr, names)];
  const int fd = check_descriptor(L, 3);
  epoll_event event{};
  event.events = static_cast<std::uint32_t>(luaL_optinteger(L, 4, 0));
  event.data.fd = fd;
  if (epoll_ctl(epoll, operation, fd, &event) != 0) raise_errno(L, errno);
  runtime_of(L).scheduler.hint(epoll, loop::Interest::read);
  return 0;
}

// Pushes the list of descriptors and their events, one after the other.
bool look(lua_State* L, loop::Wake /*wake*/) {
  const std::span<epoll_event> room = userdata_span<epoll_event>(L, room_slot);
  const auto epoll = static_cast<int>(lua_tointeger(L, epoll_slot));
  const int count = epoll_wait(epoll, room.data(), static_cast<int>(room.size()), 0);
  if (count < 0) raise_errno(L, errno);
  lua_createtable(L, 2 * count, 0);
  lua_Integer at = 0;
  for (const epoll_event& event : room.first(static_cast<std::size_t>(count))) {
    // What is ready may be a connection that stands now.
    if (Socket* socket = runtime_of(L).socket(event.data.fd).object)
      note_if_connected(runtime_of(L), *socket);
    lua_pushinteger(L, event.data.fd);
    lua_rawseti(L, -2, ++at);
    lua_pushinteger(L, event.events);
    lua_rawseti(L, -2, ++at);
  }
  return count > 0;
}

// Pushes what the scheduler has to watch: the epoll descriptor, and all that is registered.
void push_watched(lua_State* L, int epoll) {
  const lua_Unsigned size = lua_rawlen(L, 4) + 1;
  auto* watched = static_cast<loop::Watched*>(lua_newuserdatauv(L, size * sizeof(loop::Watched), 0));
  watched[0] = {epoll, true, false};
  for (lua_Unsigned i = 1; i < size; ++i) {
    lua_rawgeti(L, 4, static_cast<lua_Integer>(i));
    lua_rawgeti(L, 5, static_cast<lua_Integer>(i));
    const lua_Integer events = lua_tointeger(L, -1);
    watched[i] = {static_cast<int>(lua_tointeger(L, -2)), (events & ~lua_Integer{EPOLLOUT}) != 0,
                  (events & EPOLLOUT) != 0};
    lua_pop(L, 2);
  }
}

// epoll_wait(epoll, most, nanoseconds, descriptors, events, call) -> the list of what is ready: fd, events,
// fd, events, ... `descriptors` and `events` are what is registered.
int wait_function(lua_State* L) {
  const int epoll = check_descriptor(L, 1);
  const auto most = static_cast<std::size_t>(luaL_checkinteger(L, 2));
  const lua_KContext deadline = deadline_in(runtime_of(L), luaL_checkinteger(L, 3));
  const std::size_t useful = std::min<std::size_t>(most, lua_rawlen(L, 4) + 1);
  lua_settop(L, 6);
  lua_newuserdatauv(L, useful * sizeof(epoll_event), 0);
  push_watched(L, epoll);
  lua_pushvalue(L, 6);
  lua_pushvalue(L, 1);
  lua_rotate(L, 1, last_slot);
  lua_settop(L, last_slot);
  return watching_step<look>(L, LUA_OK, deadline);
}

// epoll_close(epoll).
int close_function(lua_State* L) {
  const int code = close_descriptor(runtime_of(L), check_descriptor(L, 1), false);
  if (code != 0) raise_errno(L, code);
  return 0;
}

// epoll_abandon(epoll): its object is gone. As with sockets, nothing that can be seen depends on the
// collector.
int abandon(lua_State* L) {
  runtime_of(L).socket(check_descriptor(L, 1)).orphan = true;
  return 0;
}

}  // namespace

void open_epoll(lua_State* L) {
  static const luaL_Reg functions[] = {{"epoll_create", create},
                                       {"epoll_is_open", is_open},
                                       {"epoll_ctl", control},
                                       {"epoll_wait", wait_function},
                                       {"epoll_close", close_function},
                                       {"epoll_abandon", abandon},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
