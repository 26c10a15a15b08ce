// connect and connect_ex: one attempt, its wait, and its exact outcome.
#include <netinet/in.h>

#include <algorithm>
#include <cerrno>

#include "bindings/errors.hpp"
#include "bindings/fault/told.hpp"
#include "bindings/socket/address.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/datagrams.hpp"
#include "bindings/socket/waiting.hpp"
#include "engine/net/names.hpp"
#include "engine/net/socket.hpp"

namespace parley {

using loop::Interest;
using net::ExceptionClass;

namespace {

// A full AF_UNIX backlog: no event says when there is room again.
constexpr Duration backlog_pause = std::chrono::milliseconds(1);

enum class Style : std::uint8_t { raises, returns };

constexpr const char* name_of(Style style) { return style == Style::raises ? "connect" : "connect_ex"; }

// The conversation that this attempt is: begun by the first call of it that reaches the kernel.
void begin_conversation(Runtime& runtime, const Socket& socket, const net::Address& remote) {
  OpenSocket& open = runtime.socket(socket.fd);
  if (!socket.is_stream() || open.end != nullptr) return;
  open.end = runtime.recorder->connecting(protocol_of(socket), runtime.current->role, socket.fd, remote);
}

void note_connected(Runtime& runtime, Socket& socket, const net::Address& remote) {
  socket.connecting = false;
  OpenSocket& open = runtime.socket(socket.fd);
  if (!socket.is_stream()) {
    if (!socket.bound && socket.family != AF_UNIX) record_bound(runtime, socket, true);
    names_of(runtime, socket.fd, true).peer = remote;
    return;
  }
  net::Address local;
  if (socket.family != AF_UNIX && !net::local_address(socket.fd, local).ok()) local.length = 0;
  if (open.end != nullptr) runtime.recorder->connected(*open.end, local);
}

void note_failed(Runtime& runtime, Socket& socket, int code) {
  socket.connecting = false;
  OpenSocket& open = runtime.socket(socket.fd);
  if (open.end != nullptr) runtime.recorder->connect_failed(*open.end, Error::system(code));
  open.end = nullptr;
}

// An attempt on a socket that has a conversation already leaves that one as it is.
bool leaves_conversation(int code) { return code == EISCONN || code == EALREADY; }

int finish(lua_State* L, Style style, int code) {
  if (style == Style::raises) {
    if (code != 0) raise_errno(L, code);
    return return_none(L);
  }
  lua_pushinteger(L, code);
  return 1;
}

// The deadline passed. The attempt goes on in the kernel, as it does in CPython.
int time_out(lua_State* L, Socket& socket, Style style) {
  Runtime& runtime = runtime_of(L);
  socket.connecting = true;
  OpenSocket& open = runtime.socket(socket.fd);
  if (open.end != nullptr) runtime.recorder->failed(*open.end, runtime.current->role, "connect", "timeout");
  if (socket.timeout <= 0) return finish(L, style, EINPROGRESS);  // SO_SNDTIMEO
  if (style == Style::returns) return finish(L, style, EAGAIN);
  raise(L, ExceptionClass::timeout_error, "timed out");
}

// How the attempt went that is under way. With a timeout CPython polls and takes SO_ERROR, which leaves a
// socket that was refused in another state than the second connect() does that stands for a blocking one.
int result_of(const Socket& socket, const net::Address& remote) {
  if (socket.timeout <= 0) return net::connect_result(socket.fd, remote).error;
  return polls_in_vain(socket, Interest::write) ? EINPROGRESS : net::take_error(socket.fd).error;
}

// What the kernel says to this attempt. `again` asks how an attempt that is under way went.
int attempt(const Socket& socket, const net::Address& remote, bool again) {
  if (again && socket.family != AF_UNIX) return result_of(socket, remote);
  const int code = net::connect(socket.fd, remote).error;
  // Over loopback the connection stands before the call returns, which says EINPROGRESS all the same.
  if (code == EINPROGRESS && socket.blocks()) return result_of(socket, remote);
  return code;
}

bool must_wait(const Socket& socket, int code, bool again) {
  if (!socket.blocks()) return false;
  if (code == EAGAIN) return socket.family == AF_UNIX;
  // An attempt that another call began: a blocking descriptor waits for its end, one with a timeout says
  // EALREADY.
  if (code == EALREADY && !again && socket.timeout > 0 && socket.connecting) return false;
  return code == EINPROGRESS || code == EALREADY;
}

int conclude(lua_State* L, Socket& socket, const net::Address& remote, Style style, int code) {
  Runtime& runtime = runtime_of(L);
  if (code == 0) {
    begin_conversation(runtime, socket, remote);
    note_connected(runtime, socket, remote);
  } else if (code == EINPROGRESS) {
    begin_conversation(runtime, socket, remote);
    socket.connecting = true;
    note_if_connected(runtime, socket);
  } else if (!leaves_conversation(code)) {
    begin_conversation(runtime, socket, remote);
    note_failed(runtime, socket, code);
  }
  return finish(L, style, code);
}

// An attempt that t:fail told to fail: a conversation that did not come to be, unless the socket has one.
int fail_as_told(lua_State* L, const Socket& socket, const net::Address& remote, Style style, int code) {
  Runtime& runtime = runtime_of(L);
  const ToldSymbol told(net::errno_name(code));
  const transcript::Role role = runtime.current->role;
  const bool had_one = runtime.socket(socket.fd).end != nullptr;
  begin_conversation(runtime, socket, remote);
  OpenSocket& open = runtime.socket(socket.fd);
  if (open.end != nullptr) {
    runtime.recorder->failed(*open.end, role, name_of(style), told.text);
  } else {
    runtime.recorder->datagram_failed(protocol_of(socket), role, socket.fd,
                                      names_of(runtime, socket.fd).local, &remote, name_of(style), told.text);
  }
  if (!had_one) open.end = nullptr;
  return finish(L, style, code);
}

template <Style style>
int step(lua_State* L, int status, lua_KContext deadline) {
  Socket& socket = *to_socket(L, 1);
  Runtime& runtime = runtime_of(L);
  const bool again = status == LUA_YIELD;
  if (again && runtime.current->wake == loop::Wake::closed) raise_errno(L, EBADF);
  if (socket.fd < 0) return finish(L, style, EBADF);
  const net::Address remote = raw_address(L, 3);
  const bool late = again && runtime.current->wake == loop::Wake::timeout;
  if (late && socket.family != AF_UNIX) return time_out(L, socket, style);

  if (!again && socket.is_stream()) runtime.recorder->about_to_connect(protocol_of(socket), remote);
  if (!socket.is_stream()) runtime.recorder->about_to_send(protocol_of(socket), remote);
  const int told = again ? 0 : told_connect_error(runtime, name_of(style));
  if (told != 0) return fail_as_told(L, socket, remote, style, told);
  const int code = attempt(socket, remote, again);
  if (!must_wait(socket, code, again)) return conclude(L, socket, remote, style, code);
  begin_conversation(runtime, socket, remote);
  if (deadline == no_deadline_yet) deadline = deadline_of(runtime, socket, Interest::write);
  if (socket.family != AF_UNIX) {
    return wait_on(L, socket.fd, Interest::write, deadline, "connect", step<style>);
  }
  const Instant now = runtime.scheduler.now();
  if (now >= to_instant(deadline)) return time_out(L, socket, style);
  return wait(L, std::min(now + backlog_pause, to_instant(deadline)), "connect", deadline, step<style>);
}

template <Style style>
int start(lua_State* L) {
  static constexpr AddressUse use{name_of(style), step<style>};
  check_self(L, use.method);
  check_one(L, use.method);
  return with_address(L, 2, use);
}

// connect(address). Raises what the kernel says; "timed out" when the socket's timeout passes first.
int connect_method(lua_State* L) { return start<Style::raises>(L); }

// An address whose host is a number and whose port is one: what getaddrinfo(3) makes nothing else of.
bool is_numeric_address(lua_State* L, int index, net::Address& address) {
  if (!lua_istable(L, index) || lua_rawlen(L, index) != 2) return false;
  if (luaL_getmetafield(L, index, "__len") != LUA_TNIL) return false;
  const bool has_text = lua_rawgeti(L, index, 1) == LUA_TSTRING;
  lua_rawgeti(L, index, 2);
  const bool has_port =
      lua_isinteger(L, -1) != 0 && lua_tointeger(L, -1) >= 0 && lua_tointeger(L, -1) <= 0xffff;
  const bool fits =
      has_text && has_port && net::Address::parse_numeric(check_bytes(L, -2), AF_UNSPEC, address);
  if (fits) address.set_port(static_cast<std::uint16_t>(lua_tointeger(L, -1)));
  lua_pop(L, 2);
  return fits;
}

// begin(address) -> socket: it is connected, which over loopback it is at once; socket, address as bytes: the
// attempt is under way, and wait(socket, nil, address) waits for it; nothing: the address is not numeric, or
// the run is one in which each call on the way is to be told or to fail. The calls of create_connection:
// socket, connect, and close where that fails.
int begin_connection(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  net::Address remote;
  const bool is_simple = runtime.current != nullptr && runtime.events == nullptr && runtime.told == nullptr;
  if (!is_simple || !is_numeric_address(L, 1, remote)) return 0;
  note_call(runtime, "socket");
  Socket& socket = push_new_socket(L, remote.family(), SOCK_STREAM, IPPROTO_TCP);
  note_call(runtime, "connect");
  runtime.recorder->about_to_connect(protocol_of(socket), remote);
  const int code = attempt(socket, remote, false);
  if (must_wait(socket, code, false)) {
    begin_conversation(runtime, socket, remote);
    push_raw_address(L, remote);
    return 2;
  }
  conclude(L, socket, remote, Style::returns, code);
  lua_pop(L, 1);
  if (code == 0) return 1;
  note_call(runtime, "close");
  close_socket(L, socket);
  raise_errno(L, code);
}

// wait(socket, nil, address as bytes): until the attempt that begin() has begun is over.
int await_connection(lua_State* L) {
  const Socket& socket = *to_socket(L, 1);
  return wait_on(L, socket.fd, Interest::write, deadline_of(runtime_of(L), socket, Interest::write),
                 "connect", step<Style::raises>);
}

// connect_ex(address) -> errno, 0 for success. Errors of the address itself are raised all the same.
int connect_ex_method(lua_State* L) { return start<Style::returns>(L); }

}  // namespace

void note_if_connected(Runtime& runtime, Socket& socket) {
  net::Address remote;
  if (!socket.connecting || !net::peer_address(socket.fd, remote).ok()) return;
  note_connected(runtime, socket, remote);
}

void push_quick_connect(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"begin", begin_connection}, {"wait", await_connection}, {nullptr, nullptr}};
  luaL_newlib(L, functions);
}

void open_socket_connect(lua_State* L) {
  static const luaL_Reg methods[] = {
      {"connect", connect_method}, {"connect_ex", connect_ex_method}, {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

}  // namespace parley
