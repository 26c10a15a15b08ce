// sendto, recvfrom and recvfrom_into: the calls that name the other side.
#include <algorithm>
#include <cerrno>

#include "bindings/errors.hpp"
#include "bindings/socket/address.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/datagrams.hpp"
#include "bindings/socket/traffic.hpp"
#include "bindings/socket/waiting.hpp"
#include "engine/net/names.hpp"
#include "engine/net/option.hpp"
#include "engine/net/transfer.hpp"

namespace parley {

using loop::Interest;
using net::ExceptionClass;

namespace {

// Is there likely nothing to receive? Then whoever waits tries when somebody sent, or when all others wait.
bool seems_empty(Runtime& runtime, const Socket& socket, int flags) {
  return flags == 0 && socket.blocks() && runtime.scheduler.slot(socket.fd).seems_empty;
}

// Stack: socket, bytes, flags, raw address.
int sendto_step(lua_State* L, int status, lua_KContext deadline) {
  Socket& socket = *to_socket(L, 1);
  check_wake(L, socket, status, "sendto");
  const std::string_view bytes = check_bytes(L, 2);
  const int flags = static_cast<int>(lua_tointeger(L, 3));
  const net::Address to = raw_address(L, 4);
  if (!socket.is_stream()) runtime_of(L).recorder->about_to_send(protocol_of(socket), to);
  const net::Count count = polls_in_vain(socket, Interest::write)
                               ? net::Count{-1, EAGAIN}
                               : net::send_to(socket.fd, bytes.data(), bytes.size(), flags, to);
  if (count.would_wait())
    return would_wait(L, socket, flags, Interest::write, deadline, "sendto", sendto_step);
  if (!count.ok()) raise_failed_to(L, socket, to, "sendto", count.error);
  note_sent(runtime_of(L), socket, flags, &to, bytes.substr(0, static_cast<std::size_t>(count.value)));
  lua_pushinteger(L, count.value);
  return 1;
}

// Stack: socket, bytes, perhaps flags, the address as it was written, raw address.
int send_to_address(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  const Socket& socket = *to_socket(L, 1);
  const bool has_flags = lua_gettop(L) == 5;
  const int flags = has_flags ? check_int(L, 3) : 0;
  const bool ignores_address =
      socket.type == SOCK_STREAM && socket.family != AF_UNIX && (flags & MSG_FASTOPEN) == 0;
  if (ignores_address) return send_on_stream(L, flags);
  if (has_flags) lua_remove(L, 4);
  lua_pushinteger(L, flags);
  lua_replace(L, 3);
  return sendto_step(L, LUA_OK, no_deadline_yet);
}

// sendto(bytes, address) or sendto(bytes, flags, address) -> int.
int sendto_method(lua_State* L) {
  static constexpr AddressUse use{"sendto", send_to_address};
  check_self(L, use.method);
  const int given = lua_gettop(L) - 1;
  if (given < 2 || given > 3) {
    raise(L, ExceptionClass::type_error, "sendto() takes 2 or 3 arguments (%d given)", given);
  }
  check_bytes(L, 2);
  if (given == 3) check_int(L, 3);
  return with_address(L, given + 1, use);
}

int recvfrom_step(lua_State* L, int status, lua_KContext deadline) {
  Socket& socket = *to_socket(L, 1);
  const bool late = status == LUA_YIELD && runtime_of(L).current->wake == loop::Wake::timeout;
  if (late && waits_for_nothing(socket, lua_tointeger(L, 2))) {
    lua_pushliteral(L, "");
    lua_pushnil(L);
    return 2;
  }
  check_wake(L, socket, status, "recvfrom");
  const int flags = static_cast<int>(lua_tointeger(L, 3));
  const std::span<char> space =
      receive_space(runtime_of(L), socket, static_cast<std::size_t>(lua_tointeger(L, 2)));
  net::Address from;
  std::size_t got = 0;
  if (!receive_from_once(L, socket, space.data(), space.size(), flags, "recvfrom", from, got)) {
    return would_wait(L, socket, flags, Interest::read, deadline, "recvfrom", recvfrom_step);
  }
  lua_pushlstring(L, space.data(), got);
  push_sender(L, from);
  return 2;
}

// recvfrom(bufsize[, flags]) -> bytes, address. Unlike recv, a bufsize of 0 takes a datagram.
int recvfrom_method(lua_State* L) {
  const Socket& socket = check_self(L, "recvfrom");
  check_count(L, "recvfrom", 2, 1, 2);
  const lua_Integer size = check_size(L, 2);
  const int flags = optional_int(L, 3, 0);
  check_receivable(L, size, "recvfrom");
  check_family(L, socket);
  lua_settop(L, 1);
  lua_pushinteger(L, size);
  lua_pushinteger(L, flags);
  if (takes_more_than_comes(socket, flags, static_cast<std::size_t>(size))) {
    lua_pushliteral(L, "");
    return receive_on_stream(L);
  }
  return recvfrom_step(L, LUA_OK, no_deadline_yet);
}

int recvfrom_into_step(lua_State* L, int status, lua_KContext deadline) {
  Socket& socket = *to_socket(L, 1);
  check_wake(L, socket, status, "recvfrom_into");
  const auto size = static_cast<std::size_t>(lua_tointeger(L, 3));
  const int flags = static_cast<int>(lua_tointeger(L, 4));
  net::Address from;
  std::size_t got = 0;
  if (!receive_from_once(L, socket, to_buffer(L, 2)->data(), size, flags, "recvfrom_into", from, got)) {
    return would_wait(L, socket, flags, Interest::read, deadline, "recvfrom_into", recvfrom_into_step);
  }
  lua_pushinteger(L, static_cast<lua_Integer>(got));
  push_sender(L, from);
  return 2;
}

// recvfrom_into(bytearray[, nbytes[, flags]]) -> int, address.
int recvfrom_into_method(lua_State* L) {
  const Socket& socket = check_self(L, "recvfrom_into");
  check_buffer_arguments(L, "recvfrom_into", "nbytes is greater than the length of the buffer");
  check_family(L, socket);
  const auto size = static_cast<std::size_t>(lua_tointeger(L, 3));
  if (takes_more_than_comes(socket, static_cast<int>(lua_tointeger(L, 4)), size)) {
    lua_rotate(L, 2, -1);
    lua_pushinteger(L, 0);
    return receive_on_stream(L);
  }
  return recvfrom_into_step(L, LUA_OK, no_deadline_yet);
}

}  // namespace

bool waits_for_nothing(const Socket& socket, lua_Integer size) {
  return size == 0 && socket.type == SOCK_STREAM && socket.family != AF_UNIX && socket.timeout <= 0;
}

void push_sender(lua_State* L, const net::Address& from) {
  const bool unbound_unix = from.family() == AF_UNIX && from.length <= sizeof(sa_family_t);
  if (from.length == 0 || unbound_unix) {
    lua_pushnil(L);
  } else {
    push_address(L, from);
  }
}

bool receive_from_once(lua_State* L, const Socket& socket, char* buffer, std::size_t size, int flags,
                       const char* call, net::Address& from, std::size_t& got) {
  Runtime& runtime = runtime_of(L);
  if (seems_empty(runtime, socket, flags)) {
    from.length = 0;
    return false;
  }
  const bool must_poll = size == 0 || runtime.urgent_sent;  // The kernel may give nothing at once.
  if (must_poll && polls_in_vain(socket, Interest::read)) return false;
  size = part_of(runtime, socket, flags, size);
  const net::Count count = net::receive_from(socket.fd, buffer, size, flags, from);
  if (count.would_wait()) {
    from.length = 0;
    return ends_waiting(socket, flags);
  }
  if (would_have_polled(socket, count.error)) return false;
  if (!count.ok()) raise_failed(L, socket, call, count.error);
  got = std::min(static_cast<std::size_t>(count.value), size);
  note_received(runtime, socket, flags, from.length > 0 ? &from : nullptr, size, {buffer, got});
  if (flags == 0 && !socket.is_stream()) runtime.scheduler.note_datagram_received(socket.fd);
  return true;
}

void open_socket_datagrams(lua_State* L) {
  static const luaL_Reg methods[] = {{"sendto", sendto_method},
                                     {"recvfrom", recvfrom_method},
                                     {"recvfrom_into", recvfrom_into_method},
                                     {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

}  // namespace parley
