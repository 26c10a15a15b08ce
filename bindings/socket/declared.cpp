// The steps of the declared reads (lua/reads.lua, protocol/http_receive.cpp). begin_read is each one's first,
// and sees that it is a socket.
#include "bindings/socket/declared.hpp"

#include <sys/socket.h>

#include <cerrno>

#include "bindings/socket/receive.hpp"
#include "bindings/socket/traffic.hpp"
#include "bindings/socket/waiting.hpp"
#include "bindings/ssl/session.hpp"
#include "engine/net/transfer.hpp"

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

bool look(lua_State* L, const Socket& socket, std::size_t most, std::string_view& seen) {
  const std::span<char> space = receive_space(runtime_of(L), socket, most);
  std::size_t got = 0;
  if (!receive_once(L, socket, space.data(), space.size(), MSG_PEEK, "recv", got)) return false;
  seen = {space.data(), got};
  return true;
}

void take_seen(lua_State* L, const Socket& socket, std::size_t size, std::size_t rest) {
  Runtime& runtime = runtime_of(L);
  const std::size_t all = size + rest;
  const std::span<char> space = receive_space(runtime, socket, all);
  const net::Count count = net::receive(socket.fd, space.data(), all);
  if (!count.ok()) raise_failed(L, socket, "recv", count.error);
  if (static_cast<std::size_t>(count.value) < all) raise_failed(L, socket, "recv", EAGAIN);
  note_left(runtime, socket, 0, all, all);
  note_received(runtime, socket, 0, nullptr, size, {space.data(), size});
  note_declared(runtime, socket);
  if (rest == 0) return;
  note_call(runtime, "recv_exactly");
  note_received(runtime, socket, 0, nullptr, rest, {space.data() + size, rest});
  note_declared(runtime, socket);
}

void open_declared_reads(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"begin_read", begin_read}, {"recv_by", recv_by}, {"end_read", end_read}, {nullptr, nullptr}};
  luaL_newlib(L, functions);
  lua_setfield(L, -2, "reads");
}

}  // namespace parley
