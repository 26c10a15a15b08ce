// bind, listen, accept and shutdown.
#include <algorithm>
#include <cerrno>

#include "bindings/errors.hpp"
#include "bindings/socket/address.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/datagrams.hpp"
#include "bindings/socket/waiting.hpp"
#include "engine/net/socket.hpp"

namespace parley {

using loop::Interest;

namespace {

// min(SOMAXCONN, 128), as CPython's.
constexpr int default_backlog = 128;

void note_bound(Runtime& runtime, Socket& socket, bool kernel_chose) {
  socket.bound = true;
  record_bound(runtime, socket, kernel_chose);
}

int bind_to(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  Socket& socket = *to_socket(L, 1);
  const net::Address address = raw_address(L, 3);
  if (socket.fd < 0) raise_errno(L, EBADF);
  const net::Outcome outcome = net::bind(socket.fd, address);
  if (!outcome.ok()) raise_errno(L, outcome.error);
  char path[4];
  const bool kernel_chose =
      socket.family == AF_UNIX ? address.host(path, sizeof path) == 0 : address.port() == 0;
  note_bound(runtime_of(L), socket, kernel_chose);
  return return_none(L);
}

// bind(address).
int bind_method(lua_State* L) {
  static constexpr AddressUse use{"bind", bind_to};
  check_self(L, use.method);
  check_one(L, use.method);
  return with_address(L, 2, use);
}

// listen([backlog]). An unbound socket gets a port of the kernel's choice.
int listen_method(lua_State* L) {
  Socket& socket = check_self(L, "listen");
  check_count(L, "listen", 2, 0, 1);
  const int backlog = optional_int(L, 2, default_backlog);
  if (socket.fd < 0) raise_errno(L, EBADF);
  const net::Outcome outcome = net::listen(socket.fd, std::max(backlog, 0));
  if (!outcome.ok()) raise_errno(L, outcome.error);
  if (!socket.bound) note_bound(runtime_of(L), socket, true);
  return return_none(L);
}

// The listener's own address, or the one that the peer asked for where it listens on all.
net::Address local_of(Runtime& runtime, int listener, int connection) {
  net::Address local = names_of(runtime, listener).local;
  if (local.is_wildcard() && !net::local_address(connection, local).ok()) local.length = 0;
  return local;
}

net::Accepted accept_once(lua_State* L, int listener) {
  net::Accepted accepted = net::accept(listener);
  if (accepted.error != EMFILE) return accepted;
  lua_gc(L, LUA_GCCOLLECT);
  if (close_orphans(runtime_of(L))) accepted = net::accept(listener);
  return accepted;
}

// Stack: listener, the socket object to fill.
int accept_step(lua_State* L, int status, lua_KContext deadline) {
  const Socket& listener = *to_socket(L, 1);
  check_wake(L, listener, status, "accept");
  Runtime& runtime = runtime_of(L);
  const net::Accepted accepted = accept_once(L, listener.fd);
  if (accepted.error == EAGAIN || would_have_polled(listener, accepted.error))
    return would_wait(L, listener, 0, Interest::read, deadline, "accept", accept_step);
  if (!accepted.ok()) raise_errno(L, accepted.error);
  adopt(L, 2, accepted.descriptor, listener.family, listener.type, listener.proto);
  const net::Address local = local_of(runtime, listener.fd, accepted.descriptor);
  runtime.socket(accepted.descriptor).end = runtime.recorder->accepted(
      protocol_of(listener), runtime.current->role, accepted.descriptor, local, accepted.peer);
  push_address(L, accepted.peer);
  return 2;
}

// accept() -> socket, address. The new socket is blocking, whatever the listener's timeout.
int accept_method(lua_State* L) {
  const Socket& listener = check_self(L, "accept");
  check_none(L, "accept");
  check_family(L, listener);
  lua_settop(L, 1);
  push_socket(L);  // Made first: where memory runs out, no connection is lost.
  return accept_step(L, LUA_OK, no_deadline_yet);
}

// shutdown(how). Without a peer it is an error, and the kernel shuts the socket all the same (inet_shutdown()
// of Linux).
int shutdown_method(lua_State* L) {
  Socket& socket = check_self(L, "shutdown");
  check_one(L, "shutdown");
  const int how = check_int(L, 2, Overflow::c_int);
  if (socket.fd < 0) raise_errno(L, EBADF);
  const net::Outcome outcome = net::shutdown(socket.fd, how);
  if (!outcome.ok() && outcome.error != ENOTCONN) raise_errno(L, outcome.error);
  if (how != SHUT_WR) socket.shut_for_reading = true;
  Runtime& runtime = runtime_of(L);
  transcript::End* end = runtime.socket(socket.fd).end;
  if (outcome.ok() && end != nullptr && how != SHUT_RD) {
    runtime.recorder->finished(*end, transcript::Recorder::Ending::eof);
    if (end->peer != nullptr && end->peer->fd >= 0) runtime.scheduler.hint(end->peer->fd, Interest::read);
  }
  // Whoever waits on this socket itself finds out too: recv gives "", accept EINVAL, send EPIPE.
  runtime.scheduler.hint(socket.fd, Interest::read);
  runtime.scheduler.hint(socket.fd, Interest::write);
  if (!outcome.ok()) raise_errno(L, outcome.error);
  return return_none(L);
}

template <net::Outcome (*ask)(int, net::Address&)>
int ask_address(lua_State* L, const char* method) {
  const Socket& socket = check_self(L, method);
  check_nothing(L, method);
  check_family(L, socket);
  if (socket.fd < 0) raise_errno(L, EBADF);
  net::Address address;
  const net::Outcome outcome = ask(socket.fd, address);
  if (!outcome.ok()) raise_errno(L, outcome.error);
  push_address(L, address);
  return 1;
}

// getsockname() -> address.
int getsockname_method(lua_State* L) { return ask_address<net::local_address>(L, "getsockname"); }

// getpeername() -> address.
int getpeername_method(lua_State* L) { return ask_address<net::peer_address>(L, "getpeername"); }

}  // namespace

void open_socket_listen(lua_State* L) {
  static const luaL_Reg methods[] = {{"bind", bind_method},
                                     {"listen", listen_method},
                                     {"accept", accept_method},
                                     {"shutdown", shutdown_method},
                                     {"getsockname", getsockname_method},
                                     {"getpeername", getpeername_method},
                                     {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

}  // namespace parley
