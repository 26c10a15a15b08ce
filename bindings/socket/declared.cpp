// The steps of the declared reads (lua/reads.lua). begin_read is each one's first, and sees that it is a
// socket.
#include <sys/socket.h>

#include "bindings/socket/receive.hpp"
#include "bindings/ssl/session.hpp"

namespace parley {

namespace {

// begin_read(socket, name) -> the deadline of the read of that name, which begins now; for recv_by.
int begin_read(lua_State* L) {
  static const char* const names[] = {"recv_exactly", "recv_until", "recv_line", "recv_all", nullptr};
  const Socket& socket = check_self(L, names[luaL_checkoption(L, 2, nullptr, names)]);
  lua_pushinteger(L, deadline_of(runtime_of(L), socket, loop::Interest::read));
  return 1;
}

// recv_by(socket, size, flags, deadline): receives until the deadline of the whole read.
int recv_by(lua_State* L) {
  const auto deadline = static_cast<lua_KContext>(luaL_checkinteger(L, 4));
  lua_settop(L, 3);
  if (tls_session(runtime_of(L), *to_socket(L, 1)) != nullptr) {
    lua_pushboolean(L, (lua_tointeger(L, 3) & MSG_PEEK) != 0 ? 1 : 0);
    lua_replace(L, 3);
    lua_pushboolean(L, 0);
    return read_tls(L, deadline);
  }
  return receive_step(L, LUA_OK, deadline);
}

// What was received up to here is a record of its own.
void note_declared(Runtime& runtime, const Socket& socket) {
  if (transcript::End* end = runtime.socket(socket.fd).end) runtime.recorder->declared_read(*end);
}

// end_read(socket): a declared read is done.
int end_read(lua_State* L) {
  const Socket& socket = *to_socket(L, 1);
  if (socket.fd >= 0) note_declared(runtime_of(L), socket);
  return 0;
}

}  // namespace

void open_declared_reads(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"begin_read", begin_read}, {"recv_by", recv_by}, {"end_read", end_read}, {nullptr, nullptr}};
  luaL_newlib(L, functions);
  lua_setfield(L, -2, "reads");
}

}  // namespace parley
