// A TLS session over a socket: begin, handshake, unwrap. Each tries first and waits for what
// OpenSSL says that it needs; a socket that does not block raises SSLWantReadError or SSLWantWriteError, as
// in CPython.
#include <sys/socket.h>

#include <cerrno>
#include <new>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/shape.hpp"
#include "bindings/socket/waiting.hpp"
#include "bindings/ssl/module.hpp"
#include "bindings/ssl/session.hpp"
#include "bindings/ssl/steps.hpp"
#include "engine/net/socket.hpp"

namespace parley {

using tls::Status;
using tls::Step;

namespace {

constexpr const char* late_handshake = "The handshake operation timed out";
constexpr const char* late_read = "The read operation timed out";

// adopt(socket) -> an SSLSocket that has its descriptor, and a table of its own; `socket` is detached.
int adopt_socket(lua_State* L) {
  Socket& plain = require_socket(L, "wrap_socket");
  if (plain.fd < 0) raise_errno(L, EBADF);
  auto* socket = new (lua_newuserdatauv(L, sizeof(Socket), 1)) Socket(plain);
  const int self = lua_gettop(L);
  lua_newtable(L);
  lua_setiuservalue(L, self, 1);
  socket->is_ssl = true;
  socket->files = 0;
  apply_shape(L, self, *socket);
  // From here on nothing can fail.
  plain.fd = -1;
  runtime_of(L).socket(socket->fd).object = socket;
  return 1;
}

// state(socket) -> the table of its own.
int state_of(lua_State* L) {
  lua_getiuservalue(L, 1, 1);
  return 1;
}

bool make_session(lua_State* L, const Socket& socket) {
  Runtime& runtime = runtime_of(L);
  tls::Session::Plan plan;
  plan.server_side = lua_toboolean(L, 3) != 0;
  if (const char* host = lua_tostring(L, 4)) plan.server_hostname = host;
  std::unique_ptr<tls::Session> session =
      tls::Session::make(check_context(L, 2), socket.fd, plan, runtime.tls.failure);
  if (session == nullptr) return false;
  session->suppress_ragged_eofs = lua_toboolean(L, 5) != 0;
  OpenSocket& open = runtime.socket(socket.fd);
  open.tls = std::move(session);
  if (open.end != nullptr) open.end->sealed = true;
  return true;
}

// begin(socket, context, server_side, server_hostname, suppress_ragged_eofs): from now on it speaks TLS.
int begin(lua_State* L) {
  const Socket& socket = require_socket(L, "wrap_socket");
  if (socket.fd < 0) raise_errno(L, EBADF);
  check_context(L, 2);
  if (!make_session(L, socket)) raise_tls(L);
  return 0;
}

// is_connected(socket) -> bool.
int is_connected(lua_State* L) {
  const Socket& socket = require_socket(L, "getpeername");
  net::Address peer;
  const net::Outcome outcome = net::peer_address(socket.fd, peer);
  if (!outcome.ok() && outcome.error != ENOTCONN) raise_errno(L, outcome.error);
  lua_pushboolean(L, outcome.ok() ? 1 : 0);
  return 1;
}

// check_connected(socket): raises an OSError where it is not.
int check_connected(lua_State* L) {
  const Socket& socket = require_socket(L, "getpeername");
  net::Address peer;
  const net::Outcome outcome = net::peer_address(socket.fd, peer);
  if (!outcome.ok()) raise_errno(L, outcome.error);
  return 0;
}

// is_wrapped(socket) -> bool.
int is_wrapped(lua_State* L) {
  lua_pushboolean(L, tls_session(runtime_of(L), require_socket(L, "recv")) != nullptr ? 1 : 0);
  return 1;
}

// ---- handshake(socket) -> nothing once it is done; the name that the client asks for, "" where it names
// none, where sni_callback is to be asked: then choose() or refuse(), and it is called again.

int handshake_step(lua_State* L, int status, lua_KContext deadline) {
  const Socket& socket = *to_socket(L, 1);
  check_wake(L, socket, status, "do_handshake", late_handshake);
  Runtime& runtime = runtime_of(L);
  tls::Session& session = session_or_raise(L, socket, "the socket is not wrapped any more");
  const Step step = session.handshake();
  settle_tls(runtime, socket.fd);
  if (step.status == Status::done) return 0;
  if (step.status != Status::wants_choice)
    return wait_or_raise(L, socket, step, deadline, "do_handshake", handshake_step);
  const std::string& name = session.asked_name();
  lua_pushlstring(L, name.data(), name.size());
  return 1;
}

int handshake(lua_State* L) {
  const Socket& socket = require_socket(L, "do_handshake");
  const tls::Session* session = tls_session(runtime_of(L), socket);
  if (session != nullptr && !session->has_begun()) note_call(runtime_of(L), "do_handshake");
  lua_settop(L, 1);
  return handshake_step(L, LUA_OK, no_deadline_yet);
}

// choose(socket): the handshake goes on.
int choose(lua_State* L) {
  session_or_raise(L, require_socket(L, "do_handshake"), "the socket is not wrapped any more").choose();
  return 0;
}

// refuse(socket, alert): it ends by that alert.
int refuse(lua_State* L) {
  session_or_raise(L, require_socket(L, "do_handshake"), "the socket is not wrapped any more")
      .refuse(static_cast<int>(luaL_checkinteger(L, 2)));
  return 0;
}

// request_certificate(socket): of the client, behind the handshake.
int request_certificate(lua_State* L) {
  tls::Session& session = session_or_raise(L, require_socket(L, "verify_client_post_handshake"),
                                           "No SSL wrapper around this socket");
  if (!session.request_certificate(runtime_of(L).tls.failure)) raise_tls(L);
  return 0;
}

// ---- shutdown(socket): says that it is done and waits for the peer to say so; then the socket is plain
// again.

void unwrap(Runtime& runtime, const Socket& socket) {
  OpenSocket& open = runtime.socket(socket.fd);
  open.tls.reset();
  if (open.end != nullptr) open.end->sealed = false;
  runtime.scheduler.slot(socket.fd).drained = false;
}

int shutdown_step(lua_State* L, int status, lua_KContext deadline) {
  const Socket& socket = *to_socket(L, 1);
  check_wake(L, socket, status, "unwrap", late_read);
  Runtime& runtime = runtime_of(L);
  tls::Session& session = session_or_raise(L, socket, "No SSL wrapper around this socket");
  const Step step = session.shutdown();
  settle_tls(runtime, socket.fd);
  if (step.status != Status::done) return wait_or_raise(L, socket, step, deadline, "unwrap", shutdown_step);
  unwrap(runtime, socket);
  return 0;
}

// forget(socket): the socket is plain from now on, and nothing is said to the peer.
int forget(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  const Socket& socket = require_socket(L, "shutdown");
  if (tls_session(runtime, socket) != nullptr) unwrap(runtime, socket);
  return 0;
}

int shut_down(lua_State* L) {
  check_self(L, "unwrap");
  lua_settop(L, 1);
  return shutdown_step(L, LUA_OK, no_deadline_yet);
}

}  // namespace

void open_ssl_streams(lua_State* L) {
  static const luaL_Reg functions[] = {{"adopt", adopt_socket},
                                       {"is_connected", is_connected},
                                       {"check_connected", check_connected},
                                       {"state", state_of},
                                       {"begin", begin},
                                       {"is_wrapped", is_wrapped},
                                       {"handshake", handshake},
                                       {"choose", choose},
                                       {"refuse", refuse},
                                       {"request_certificate", request_certificate},
                                       {"shutdown", shut_down},
                                       {"forget", forget},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
