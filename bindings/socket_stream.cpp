// send, sendall, recv and recv_into: the calls of a connected socket. Each tries first and waits on EAGAIN.
#include <netinet/in.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "bindings/arguments.hpp"
#include "bindings/buffer.hpp"
#include "bindings/datagrams.hpp"
#include "bindings/errors.hpp"
#include "bindings/waiting.hpp"
#include "engine/net/option.hpp"
#include "engine/net/transfer.hpp"

namespace parley {

using loop::Interest;
using net::ExceptionClass;

namespace {

// After so many bytes in one go the other tasks run: what was sent is read while it is still in the cache.
constexpr int burst = 64 * 1024;
constexpr std::size_t large = 64 * 1024;

// ---- Sending. Stack: socket, bytes, flags, bytes sent so far.

void note_sent(Runtime& runtime, const Socket& socket, std::string_view bytes) {
  OpenSocket& open = runtime.socket(socket.fd);
  if (open.end == nullptr) {
    if (!socket.is_stream()) record_datagram_sent(runtime, socket, nullptr, bytes);
    return;
  }
  runtime.recorder->sent(*open.end, bytes);
  const transcript::End* peer = open.end->peer;
  if (peer != nullptr && peer->fd >= 0) runtime.scheduler.hint(peer->fd, Interest::read);
  runtime.sent_in_a_row += static_cast<int>(std::min<std::size_t>(bytes.size(), burst));
}

int count_sent(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  lua_settop(L, 4);
  return 1;
}

int none(lua_State* L, int /*status*/, lua_KContext /*context*/) { return return_none(L); }

int finish_sending(lua_State* L, lua_KFunction result) {
  Runtime& runtime = runtime_of(L);
  if (runtime.sent_in_a_row < burst || !runtime.scheduler.has_runnable()) return result(L, LUA_OK, 0);
  return give_way(L, "send", result);
}

enum class Extent : std::uint8_t { some, all };

// One round of sends; `extent` says whether a part will do. `result` pushes what the method returns.
int send_rounds(lua_State* L, int status, lua_KContext deadline, const char* call, Extent extent, lua_KFunction retry,
                lua_KFunction result) {
  Socket& socket = *to_socket(L, 1);
  check_wake(L, socket, status, call);
  const std::string_view bytes = check_bytes(L, 2);
  const int flags = static_cast<int>(lua_tointeger(L, 3));
  auto sent = static_cast<std::size_t>(lua_tointeger(L, 4));
  for (;;) {
    const std::string_view rest = bytes.substr(sent);
    const net::Count count = net::send(socket.fd, rest.data(), rest.size(), flags);
    if (count.would_wait()) {
      // A blocking descriptor that may not wait gives what it has taken so far.
      if (sent > 0 && extent == Extent::some && (flags & MSG_DONTWAIT) != 0) break;
      lua_pushinteger(L, static_cast<lua_Integer>(sent));
      lua_replace(L, 4);
      return would_wait(L, socket, flags, Interest::write, deadline, call, retry);
    }
    if (!count.ok()) raise_failed(L, socket, call, count.error);
    const auto taken = static_cast<std::size_t>(count.value);
    note_sent(runtime_of(L), socket, rest.substr(0, taken));
    sent += taken;
    if (sent >= bytes.size() || (extent == Extent::some && socket.timeout >= 0) || !socket.is_stream()) break;
  }
  lua_pushinteger(L, static_cast<lua_Integer>(sent));
  lua_replace(L, 4);
  return finish_sending(L, result);
}

int send_step(lua_State* L, int status, lua_KContext deadline) {
  return send_rounds(L, status, deadline, "send", Extent::some, send_step, count_sent);
}

int sendall_step(lua_State* L, int status, lua_KContext deadline) {
  return send_rounds(L, status, deadline, "sendall", Extent::all, sendall_step, none);
}

int start_sending(lua_State* L, const char* method, lua_KFunction step) {
  check_self(L, method);
  check_count(L, method, 2, 1, 2);
  check_bytes(L, 2);
  const int flags = optional_int(L, 3, 0);
  lua_settop(L, 2);
  lua_pushinteger(L, flags);
  lua_pushinteger(L, 0);
  return step(L, LUA_OK, no_deadline_yet);
}

// send(bytes[, flags]) -> int. On a blocking stream everything is sent, as CPython's kernel does; else maybe a part.
int send_method(lua_State* L) { return start_sending(L, "send", send_step); }

// sendall(bytes[, flags]): sends until all is sent; one deadline for all of it.
int sendall_method(lua_State* L) { return start_sending(L, "sendall", sendall_step); }

// ---- Receiving.

// Are fewer bytes there than the socket's SO_RCVLOWAT wants, and may more come?
bool below_low_water(const Socket& socket, std::size_t wanted) {
  const net::Count unread = net::unread_bytes(socket.fd);
  if (!unread.ok() || static_cast<std::size_t>(unread.value) >= std::min<std::size_t>(static_cast<std::size_t>(socket.low_water), wanted)) {
    return false;
  }
  pollfd watched{socket.fd, POLLRDHUP, 0};
  return ::poll(&watched, 1, 0) == 0;
}

// Is it certain, without asking the kernel, that there is nothing to receive?
bool surely_empty(Runtime& runtime, const Socket& socket, int flags) {
  return flags == 0 && socket.blocks() && runtime.scheduler.slot(socket.fd).drained;
}

void note_short(Runtime& runtime, const Socket& socket, int flags, std::size_t got, std::size_t wanted) {
  const bool plain_tcp = socket.type == SOCK_STREAM && socket.family != AF_UNIX;
  if (plain_tcp && flags == 0 && got < wanted) runtime.scheduler.note_short_receive(socket.fd);
}

void note_received(Runtime& runtime, const Socket& socket, int flags, std::string_view bytes) {
  OpenSocket& open = runtime.socket(socket.fd);
  if ((flags & (MSG_PEEK | MSG_ERRQUEUE)) != 0) return;
  if (open.end == nullptr) {
    if (!socket.is_stream()) record_datagram_taken(runtime, socket, nullptr, bytes);
  } else if (bytes.empty()) {
    runtime.recorder->took_eof(*open.end);
  } else {
    runtime.recorder->taken(*open.end, bytes);
  }
}

// How much room to offer for `size` bytes: all of it, unless that is far more than there is to receive.
std::size_t room_for(const Socket& socket, std::size_t size) {
  if (size <= large) return size;
  const net::Count unread = net::unread_bytes(socket.fd);
  return std::min(size, std::max(large, unread.ok() ? static_cast<std::size_t>(unread.value) : 0));
}

/// Receives into `buffer`. Returns false where there is nothing yet.
bool receive_once(lua_State* L, const Socket& socket, char* buffer, std::size_t size, int flags, const char* call,
                  std::size_t& got) {
  Runtime& runtime = runtime_of(L);
  if (surely_empty(runtime, socket, flags)) return false;
  if (socket.low_water > 1 && socket.blocks() && below_low_water(socket, size)) return false;
  const net::Count count = net::receive(socket.fd, buffer, size, flags);
  if (count.would_wait()) return false;
  if (!count.ok()) raise_failed(L, socket, call, count.error);
  got = std::min(static_cast<std::size_t>(count.value), size);  // MSG_TRUNC gives the whole length.
  note_short(runtime, socket, flags, got, size);
  note_received(runtime, socket, flags, {buffer, got});
  return true;
}

char* scratch(Runtime& runtime, std::size_t size) {
  if (runtime.scratch.size() < size) runtime.scratch.resize(size);
  return runtime.scratch.data();
}

// MSG_WAITALL on a blocking stream: the kernel's wait for all is ours to do. Stack: ..., 4: what came so far.
bool wants_all(const Socket& socket, int flags) {
  return (flags & MSG_WAITALL) != 0 && socket.timeout < 0 && socket.type == SOCK_STREAM && (flags & MSG_DONTWAIT) == 0;
}

bool stream_ended(const Socket& socket) {
  pollfd watched{socket.fd, POLLRDHUP, 0};
  return ::poll(&watched, 1, 0) > 0;
}

int receive_all_step(lua_State* L, int status, lua_KContext deadline) {
  Socket& socket = *to_socket(L, 1);
  check_wake(L, socket, status, "recv");
  const auto size = static_cast<std::size_t>(lua_tointeger(L, 2));
  const int flags = static_cast<int>(lua_tointeger(L, 3)) & ~MSG_WAITALL;
  const bool peeks = (flags & MSG_PEEK) != 0;
  for (;;) {
    const std::size_t have = peeks ? 0 : lua_rawlen(L, 4);
    const std::size_t room = room_for(socket, size - have);
    char* buffer = scratch(runtime_of(L), room);
    std::size_t got = 0;
    if (!receive_once(L, socket, buffer, room, flags, "recv", got)) break;
    if (peeks) lua_pushliteral(L, "");
    if (peeks) lua_replace(L, 4);
    lua_pushlstring(L, buffer, got);
    lua_concat(L, 2);
    const bool enough = lua_rawlen(L, 4) >= size || got == 0;
    if (enough || (peeks && stream_ended(socket))) return 1;
    if (peeks) break;
  }
  return would_wait(L, socket, flags, Interest::read, deadline, "recv", receive_all_step);
}

int receive_step(lua_State* L, int status, lua_KContext deadline) {
  Socket& socket = *to_socket(L, 1);
  check_wake(L, socket, status, "recv");
  const int flags = static_cast<int>(lua_tointeger(L, 3));
  const std::size_t room = room_for(socket, static_cast<std::size_t>(lua_tointeger(L, 2)));
  char* buffer = scratch(runtime_of(L), room);
  std::size_t got = 0;
  if (!receive_once(L, socket, buffer, room, flags, "recv", got)) {
    return would_wait(L, socket, flags, Interest::read, deadline, "recv", receive_step);
  }
  lua_pushlstring(L, buffer, got);
  return 1;
}

// recv(bufsize[, flags]) -> bytes; "" at the end of the stream. As CPython, recv(0) asks nobody.
int recv_method(lua_State* L) {
  const Socket& socket = check_self(L, "recv");
  check_count(L, "recv", 2, 1, 2);
  const lua_Integer size = check_size(L, 2);
  const int flags = optional_int(L, 3, 0);
  if (size < 0) raise(L, ExceptionClass::value_error, "negative buffersize in recv");
  lua_settop(L, 2);
  lua_pushinteger(L, flags);
  if (size == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  if (!wants_all(socket, flags)) return receive_step(L, LUA_OK, no_deadline_yet);
  lua_pushliteral(L, "");
  return receive_all_step(L, LUA_OK, no_deadline_yet);
}

// The step of the declared reads (lua/reads.lua): recv_by(socket, size, flags, deadline), whose deadline is that of
// the whole read.
int recv_by(lua_State* L) {
  check_self(L, "recv");
  const auto deadline = static_cast<lua_KContext>(luaL_checkinteger(L, 4));
  lua_settop(L, 3);
  return receive_step(L, LUA_OK, deadline);
}

// read_deadline(socket) -> the deadline of a read that begins now, for recv_by.
int read_deadline(lua_State* L) {
  const Socket& socket = check_self(L, "recv");
  lua_pushinteger(L, deadline_of(runtime_of(L), socket, Interest::read));
  return 1;
}

// declared_read(socket): what was received up to here is a record of its own.
int declared_read(lua_State* L) {
  const Socket& socket = check_self(L, "recv");
  if (socket.fd < 0) return 0;
  Runtime& runtime = runtime_of(L);
  if (transcript::End* end = runtime.socket(socket.fd).end) runtime.recorder->declared_read(*end);
  return 0;
}

// ---- recv_into. Stack: socket, bytearray, nbytes, flags.

int receive_into_step(lua_State* L, int status, lua_KContext deadline) {
  Socket& socket = *to_socket(L, 1);
  check_wake(L, socket, status, "recv_into");
  const auto size = static_cast<std::size_t>(lua_tointeger(L, 3));
  const int flags = static_cast<int>(lua_tointeger(L, 4));
  std::size_t got = 0;
  if (!receive_once(L, socket, to_buffer(L, 2)->data(), size, flags, "recv_into", got)) {
    return would_wait(L, socket, flags, Interest::read, deadline, "recv_into", receive_into_step);
  }
  lua_pushinteger(L, static_cast<lua_Integer>(got));
  return 1;
}

// recv_into(bytearray[, nbytes[, flags]]) -> int; nbytes 0 means all of the bytearray.
int recv_into_method(lua_State* L) {
  check_self(L, "recv_into");
  check_buffer_arguments(L, "recv_into", "buffer too small for requested bytes");
  if (lua_tointeger(L, 3) > 0) return receive_into_step(L, LUA_OK, no_deadline_yet);
  lua_pushinteger(L, 0);
  return 1;
}

}  // namespace

void open_socket_streams(lua_State* L) {
  static const luaL_Reg methods[] = {{"send", send_method},
                                     {"sendall", sendall_method},
                                     {"recv", recv_method},
                                     {"recv_into", recv_into_method},
                                     {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

void open_declared_reads(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"recv_by", recv_by}, {"read_deadline", read_deadline}, {"declared_read", declared_read}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
