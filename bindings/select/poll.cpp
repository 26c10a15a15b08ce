// poll(2) for tasks: what select.select and poll objects are made of.
#include <poll.h>

#include <cerrno>

#include "bindings/select/module.hpp"
#include "bindings/select/watching.hpp"
#include "bindings/socket/socket.hpp"

namespace parley {

namespace {

constexpr int for_writing = POLLOUT | POLLWRNORM | POLLWRBAND;

// Errors and the end are told to everybody, so whoever asks for nothing waits as a reader.
loop::Watched watched_for(int fd, int events) {
  const bool writes = (events & for_writing) != 0;
  return {fd, !writes || (events & ~for_writing) != 0, writes};
}

// What is ready may be a connection that stands now.
void note_connections(Runtime& runtime, std::span<const pollfd> set) {
  for (const pollfd& each : set) {
    if (each.revents == 0 || (each.revents & POLLNVAL) != 0) continue;
    if (Socket* socket = runtime.socket(each.fd).object) note_if_connected(runtime, *socket);
  }
}

// Pushes the list of events by position.
bool look(lua_State* L, loop::Wake wake) {
  if (wake == loop::Wake::closed) raise_errno(L, EBADF);
  const std::span<pollfd> set = userdata_span<pollfd>(L, room_slot);
  const int count = ::poll(set.data(), set.size(), 0);
  if (count < 0) raise_errno(L, errno);
  if (count > 0) note_connections(runtime_of(L), set);
  lua_createtable(L, static_cast<int>(set.size()), 0);
  for (std::size_t i = 0; i < set.size(); ++i) {
    lua_pushinteger(L, static_cast<unsigned short>(set[i].revents));
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
  }
  return count > 0;
}

// poll(descriptors, events, nanoseconds, call) -> the events that came, by position. Waits until there are
// any, so long at the most; negative is for ever. Raises EBADF where a descriptor is closed meanwhile.
int poll_function(lua_State* L) {
  const lua_Unsigned size = lua_rawlen(L, 1);
  const lua_KContext deadline = deadline_in(runtime_of(L), luaL_checkinteger(L, 3));
  lua_settop(L, 4);
  auto* set = static_cast<pollfd*>(lua_newuserdatauv(L, size * sizeof(pollfd), 0));
  auto* watched = static_cast<loop::Watched*>(lua_newuserdatauv(L, size * sizeof(loop::Watched), 0));
  for (lua_Unsigned i = 0; i < size; ++i) {
    lua_rawgeti(L, 1, static_cast<lua_Integer>(i) + 1);
    lua_rawgeti(L, 2, static_cast<lua_Integer>(i) + 1);
    const auto fd = static_cast<int>(lua_tointeger(L, -2));
    const auto events = static_cast<int>(lua_tointeger(L, -1));
    lua_pop(L, 2);
    set[i] = {fd, static_cast<short>(events), 0};
    watched[i] = watched_for(fd, events);
  }
  lua_pushvalue(L, 4);
  lua_rotate(L, 1, 3);
  lua_settop(L, last_slot);
  return watching_step<look>(L, LUA_OK, deadline);
}

}  // namespace

void open_polling(lua_State* L) {
  lua_pushcfunction(L, poll_function);
  lua_setfield(L, -2, "poll");
}

}  // namespace parley
