// recv and recv_into, and recvfrom and recvfrom_into on a stream: they try first and wait on EAGAIN. What the
// kernel would do for a blocking descriptor is done here: MSG_WAITALL and SO_RCVLOWAT wait for more than the
// first byte.
#include "bindings/socket/receive.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/datagrams.hpp"
#include "bindings/socket/traffic.hpp"
#include "bindings/socket/waiting.hpp"
#include "engine/net/option.hpp"
#include "engine/net/socket.hpp"
#include "engine/net/transfer.hpp"

namespace parley {

using loop::Interest;

namespace {

bool is_tcp(const Socket& socket) { return socket.type == SOCK_STREAM && socket.family != AF_UNIX; }

std::size_t unread_bytes(const Socket& socket) {
  const net::Count unread = net::unread_bytes(socket.fd);
  return unread.ok() ? static_cast<std::size_t>(unread.value) : 0;
}

bool stream_ended(const Socket& socket) {
  pollfd watched{socket.fd, POLLRDHUP, 0};
  return ::poll(&watched, 1, 0) > 0;
}

// TCP wakes nobody for fewer unread bytes than SO_RCVLOWAT says, unless no more can come.
bool is_held_back(const Socket& socket) {
  if (socket.low_water <= 1 || !is_tcp(socket)) return false;
  return unread_bytes(socket) < static_cast<std::size_t>(socket.low_water) && !stream_ended(socket);
}

// Takes bytes, or looks at them, as they come.
bool is_plain(int flags) { return (flags & ~MSG_PEEK) == 0; }

// Is it certain, without asking the kernel, that there is nothing to receive?
bool surely_empty(Runtime& runtime, const Socket& socket, int flags) {
  return is_plain(flags) && socket.blocks() && runtime.scheduler.slot(socket.fd).drained;
}

// May an end follow the bytes that are there, as far as is known?
bool may_have_ended(Runtime& runtime, const Socket& socket) {
  const transcript::End* const end = runtime.socket(socket.fd).end;
  return socket.shut_for_reading || (end != nullptr && end->peer != nullptr && end->peer->finished);
}

}  // namespace

void note_left(Runtime& runtime, const Socket& socket, int flags, std::size_t size, std::size_t got) {
  if (!is_plain(flags) || !is_tcp(socket) || may_have_ended(runtime, socket)) return;
  if (flags == 0 && got < size) {
    runtime.scheduler.note_short_receive(socket.fd);
  } else if (flags == 0) {
    runtime.scheduler.note_full_receive(socket.fd, got);
  } else if (got < size) {
    runtime.scheduler.note_short_peek(socket.fd, got);
  }
}

bool receive_once(lua_State* L, const Socket& socket, char* buffer, std::size_t size, int flags,
                  const char* call, std::size_t& got) {
  if (!socket.is_stream()) {
    net::Address from;  // Not asked for, but without it the transcript could not tell whose datagram it is.
    return receive_from_once(L, socket, buffer, size, flags, call, from, got);
  }
  Runtime& runtime = runtime_of(L);
  if (surely_empty(runtime, socket, flags)) return false;
  if (runtime.urgent_sent && polls_in_vain(socket, Interest::read)) return false;
  if (socket.timeout > 0 && is_held_back(socket)) return false;  // As CPython, which polls first.
  size = part_of(runtime, socket, flags, size);
  const net::Count count = net::receive(socket.fd, buffer, size, flags);
  if (count.would_wait()) return ends_waiting(socket, flags);
  if (would_have_polled(socket, count.error)) return false;
  if (!count.ok()) raise_failed(L, socket, call, count.error);
  got = std::min(static_cast<std::size_t>(count.value), size);  // MSG_TRUNC gives the whole length.
  note_left(runtime, socket, flags, size, got);
  note_received(runtime, socket, flags, nullptr, size, {buffer, got});
  return true;
}

// ---- The first bytes that come. Stack: socket, size, flags.

namespace {

int receive_now(lua_State* L, const Socket& socket, std::size_t size, int flags, lua_KContext deadline) {
  const std::span<char> space = receive_space(runtime_of(L), socket, size);
  std::size_t got = 0;
  if (!receive_once(L, socket, space.data(), space.size(), flags, "recv", got)) {
    return would_wait(L, socket, flags, Interest::read, deadline, "recv", receive_step);
  }
  lua_pushlstring(L, space.data(), got);
  return 1;
}

}  // namespace

int receive_step(lua_State* L, int status, lua_KContext deadline) {
  const Socket& socket = *to_socket(L, 1);
  check_wake(L, socket, status, "recv");
  const auto size = static_cast<std::size_t>(lua_tointeger(L, 2));
  return receive_now(L, socket, size, static_cast<int>(lua_tointeger(L, 3)), deadline);
}

namespace {

// ---- As many bytes as a blocking descriptor waits for. Stack: socket, size, flags, and what came so far: a
// string, or a bytearray and how many of its bytes.

std::size_t least_of(const Socket& socket, int flags, std::size_t size) {
  const bool waits = socket.is_blocking_file() && socket.type == SOCK_STREAM && (flags & MSG_DONTWAIT) == 0;
  if (!waits) return 1;
  return (flags & MSG_WAITALL) != 0 ? size : std::min(size, static_cast<std::size_t>(socket.low_water));
}

std::size_t so_far(lua_State* L) {
  return to_buffer(L, 4) != nullptr ? static_cast<std::size_t>(lua_tointeger(L, 5)) : lua_rawlen(L, 4);
}

enum class Sender : std::uint8_t { unasked, named };

// The results: bytes or their number; of recvfrom the sender, too, who is a stream's peer. TCP does not name
// it.
template <Sender sender>
int give_all(lua_State* L) {
  const Socket& socket = *to_socket(L, 1);
  lua_settop(L, to_buffer(L, 4) != nullptr ? 5 : 4);
  if (sender == Sender::unasked) return 1;
  net::Address peer;
  const bool has_name = socket.family == AF_UNIX && so_far(L) > 0 && net::peer_address(socket.fd, peer).ok();
  if (!has_name) peer.length = 0;
  push_sender(L, peer);
  return 2;
}

template <Sender sender>
const char* name_of_call(lua_State* L) {
  const bool into = to_buffer(L, 4) != nullptr;
  if (sender == Sender::named) return into ? "recvfrom_into" : "recvfrom";
  return into ? "recv_into" : "recv";
}

// Receives what follows the first `have` bytes, and notes it on the stack.
bool receive_rest(lua_State* L, const Socket& socket, std::size_t have, int flags, const char* call,
                  std::size_t& got) {
  const std::size_t size = static_cast<std::size_t>(lua_tointeger(L, 2)) - have;
  if (Buffer* into = to_buffer(L, 4)) {
    if (!receive_once(L, socket, into->data() + have, size, flags, call, got)) return false;
    lua_pushinteger(L, static_cast<lua_Integer>(have + got));
    lua_replace(L, 5);
    return true;
  }
  const std::span<char> space = receive_space(runtime_of(L), socket, size);
  const char* buffer = space.data();
  if (!receive_once(L, socket, space.data(), space.size(), flags, call, got)) return false;
  if (have == 0) {
    lua_settop(L, 3);
    lua_pushlstring(L, buffer, got);
  } else {
    lua_pushlstring(L, buffer, got);
    lua_concat(L, 2);
  }
  return true;
}

// No receive goes on over the mark where urgent data was (tcp(7), unix(7)).
bool stops_before_urgent_data(lua_State* L, const Socket& socket) {
  return runtime_of(L).urgent_sent && ::sockatmark(socket.fd) == 1;
}

template <Sender sender>
int receive_all_step(lua_State* L, int status, lua_KContext deadline) {
  Socket& socket = *to_socket(L, 1);
  const char* call = name_of_call<sender>(L);
  const bool late = status == LUA_YIELD && runtime_of(L).current->wake == loop::Wake::timeout;
  if (late && so_far(L) > 0 && socket.timeout <= 0)
    return give_all<sender>(L);  // SO_RCVTIMEO gives what came until then.
  check_wake(L, socket, status, call);
  const int flags = static_cast<int>(lua_tointeger(L, 3)) & ~MSG_WAITALL;
  const bool peeks = (flags & MSG_PEEK) != 0;
  const std::size_t least =
      least_of(socket, static_cast<int>(lua_tointeger(L, 3)), static_cast<std::size_t>(lua_tointeger(L, 2)));
  for (bool first = status != LUA_YIELD;; first = false) {
    const std::size_t have = so_far(L);
    if (have > 0 && stops_before_urgent_data(L, socket)) return give_all<sender>(L);
    const bool has_more = !is_held_back(socket) && (have == 0 || unread_bytes(socket) > (peeks ? have : 0));
    if (!first && !has_more) {
      // What came so far is the result where nothing follows it; an error is for the next call.
      if (have > 0 && stream_ended(socket)) return give_all<sender>(L);
      break;
    }
    std::size_t got = 0;
    if (!receive_rest(L, socket, peeks ? 0 : have, flags, call, got)) break;
    if (got == 0 || so_far(L) >= least) return give_all<sender>(L);
  }
  return would_wait(L, socket, flags, Interest::read, deadline, call, receive_all_step<sender>);
}

// recv(bufsize[, flags]) -> bytes; "" at the end of the stream. As CPython, recv(0) asks nobody.
int recv_method(lua_State* L) {
  const Socket& socket = check_self(L, "recv");
  check_count(L, "recv", 2, 1, 2);
  const lua_Integer size = check_size(L, 2);
  const int flags = optional_int(L, 3, 0);
  check_receivable(L, size, "recv");
  lua_settop(L, 1);
  lua_pushinteger(L, size);
  lua_pushinteger(L, flags);
  if (size > 0 && least_of(socket, flags, static_cast<std::size_t>(size)) == 1) {
    check_wake(L, socket, LUA_OK, "recv");
    return receive_now(L, socket, static_cast<std::size_t>(size), flags, no_deadline_yet);
  }
  lua_pushliteral(L, "");
  return size == 0 ? 1 : receive_all_step<Sender::unasked>(L, LUA_OK, no_deadline_yet);
}

// recv_into(bytearray[, nbytes[, flags]]) -> int; nbytes 0 means all of the bytearray.
int recv_into_method(lua_State* L) {
  check_self(L, "recv_into");
  check_buffer_arguments(L, "recv_into", "buffer too small for requested bytes");
  const lua_Integer size = lua_tointeger(L, 3);
  lua_rotate(L, 2, -1);
  lua_pushinteger(L, 0);
  return size == 0 ? 1 : receive_all_step<Sender::unasked>(L, LUA_OK, no_deadline_yet);
}

}  // namespace

bool takes_more_than_comes(const Socket& socket, int flags, std::size_t size) {
  return size > 0 && socket.fd >= 0 && (least_of(socket, flags, size) > 1 || is_held_back(socket));
}

int receive_on_stream(lua_State* L) { return receive_all_step<Sender::named>(L, LUA_OK, no_deadline_yet); }

void open_socket_receiving(lua_State* L) {
  static const luaL_Reg methods[] = {
      {"recv", recv_method}, {"recv_into", recv_into_method}, {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

}  // namespace parley
