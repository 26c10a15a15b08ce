// The socket object itself: what it is made of, how it gets and loses its descriptor, its attributes.
//
// A socket's metatable is its shape: family, type, proto and timeout stand in the same table as the methods,
// so that finding a method is one look into one table. Sockets of equal shape share it.
#include <sys/ioctl.h>

#include <new>

#include "bindings/errors.hpp"
#include "bindings/events/notes.hpp"
#include "bindings/fault/told.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/shape.hpp"
#include "bindings/socket/sharing.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/ssl/session.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/delivery.hpp"
#include "engine/net/option.hpp"
#include "engine/net/socket.hpp"

namespace parley {

using net::ExceptionClass;
using transcript::Protocol;

namespace {

// How many bytes the kernel holds for this end; known without asking where the peer is ours too.
std::uint64_t untaken(int fd, const transcript::End& end) {
  if (end.peer != nullptr) return end.peer->sent - end.taken;
  const net::Count unread = net::unread_bytes(fd);
  return unread.ok() ? static_cast<std::uint64_t>(unread.value) : 0;
}

void record_close(Runtime& runtime, int fd, transcript::End& end, bool resets) {
  if (runtime.socket(fd).tls != nullptr) return record_tls_close(runtime, fd, end, resets);
  char unread[4096];
  std::size_t shown = 0;
  const std::uint64_t total = untaken(fd, end);
  // What the peer sent as TLS, to one who does not speak it, differs each time: its length says enough.
  const bool is_sealed = end.peer != nullptr && end.peer->sealed;
  if (total > 0 && !is_sealed)
    shown = net::peek_sent(fd, end.peer != nullptr ? end.peer->fd : -1, total, unread);
  if (resets) runtime.recorder->finished(end, transcript::Recorder::Ending::reset);
  runtime.recorder->closed(end, {unread, shown}, total);
}

}  // namespace

void note_call(Runtime& runtime, const char* name) {
  if (runtime.current != nullptr) runtime.calls.note(runtime.current->role, name);
}

Runtime& check_running(lua_State* L, const char* call) {
  Runtime& runtime = runtime_of(L);
  if (runtime.current == nullptr) {
    raise(L, ExceptionClass::runtime_error,
          "%s() belongs inside a scenario: while a script loads, there is no network", call);
  }
  note_call(runtime, call);
  if (runtime.told != nullptr) fail_if_told(L, call, nullptr);
  return runtime;
}

Socket& check_self(lua_State* L, const char* method) {
  Runtime& runtime = runtime_of(L);
  note_call(runtime, method);
  Socket& socket = require_socket(L, method);
  if (runtime.told != nullptr) fail_if_told(L, method, &socket);
  return socket;
}

Socket& require_socket(lua_State* L, const char* method) {
  Socket* socket = to_socket(L, 1);
  if (socket != nullptr) return *socket;
  raise(L, ExceptionClass::type_error,
        "descriptor '%s' for 'socket' objects doesn't apply to a '%s' object (a method is called with a "
        "colon: s:%s(...))",
        method, python_type(L, 1), method);
}

Socket* push_socket(lua_State* L) {
  auto* socket = new (lua_newuserdatauv(L, sizeof(Socket), 0)) Socket;
  return socket;
}

void own(Runtime& runtime, Socket& socket, int fd, int family, int type, int proto) {
  socket.fd = fd;
  socket.family = family;
  socket.type = type;
  socket.proto = proto;
  OpenSocket& open = runtime.socket(fd);
  open = OpenSocket();
  open.open = true;
  open.object = &socket;
  open.stream = socket.is_stream();
  open.is_fixture = begins_fixture(runtime);
  socket.timeout = runtime.default_timeout;
  set_nonblocking(runtime, fd, socket.timeout >= 0);
  runtime.scheduler.opened(fd);
}

void adopt(lua_State* L, int index, int fd, int family, int type, int proto) {
  Socket& socket = *to_socket(L, index);
  own(runtime_of(L), socket, fd, family, type, proto);
  apply_shape(L, index, socket);
}

void set_timeout(lua_State* L, int index, std::int64_t nanoseconds) {
  Socket& socket = *to_socket(L, index);
  socket.timeout = nanoseconds;
  if (socket.fd >= 0) set_nonblocking(runtime_of(L), socket.fd, nanoseconds >= 0);
  apply_shape(L, index, socket);
}

Protocol protocol_of(const Socket& socket) {
  const bool is_inet = socket.family == AF_INET || socket.family == AF_INET6;
  if (socket.type == SOCK_RAW || (!is_inet && socket.family != AF_UNIX)) return Protocol::raw;
  if (socket.family == AF_UNIX) {
    if (socket.type == SOCK_DGRAM) return Protocol::unix_dgram;
    return socket.type == SOCK_SEQPACKET ? Protocol::unix_seqpacket : Protocol::unix_stream;
  }
  return socket.type == SOCK_DGRAM ? Protocol::udp : Protocol::tcp;
}

int close_descriptor(Runtime& runtime, int fd, bool resets) {
  OpenSocket& open = runtime.socket(fd);
  const bool had_finished = open.end == nullptr || open.end->finished;
  const bool duplicated = lives_on(runtime, fd);
  int peer = -1;
  if (duplicated) hand_over(runtime, fd);
  if (open.end != nullptr && !duplicated) {
    if (open.end->peer != nullptr) peer = open.end->peer->fd;
    record_close(runtime, fd, *open.end, resets);
  }
  if (runtime.events != nullptr) runtime.events->closed(fd, !had_finished);
  if (open.names != nullptr) runtime.recorder->unbound(fd);
  runtime.scheduler.closing(fd, duplicated);
  open = OpenSocket();
  const net::Outcome outcome = net::close(fd);
  if (peer >= 0) {
    runtime.scheduler.hint(peer, loop::Interest::read);
    runtime.scheduler.hint(peer, loop::Interest::write);
  }
  return outcome.error;
}

bool close_orphans(Runtime& runtime) {
  bool any = false;
  for (std::size_t fd = 0; fd < runtime.sockets.size(); ++fd) {
    if (!runtime.sockets[fd].orphan) continue;
    close_descriptor(runtime, static_cast<int>(fd), false);
    any = true;
  }
  return any;
}

void close_leftovers(Runtime& runtime) {
  for (std::size_t fd = 0; fd < runtime.sockets.size(); ++fd) {
    const OpenSocket& open = runtime.sockets[fd];
    if (!open.open || open.is_fixture) continue;
    if (open.object != nullptr) open.object->fd = -1;  // A later scenario may still hold it.
    close_descriptor(runtime, static_cast<int>(fd), false);
  }
}

void close_all(Runtime& runtime) {
  for (std::size_t fd = 0; fd < runtime.sockets.size(); ++fd) {
    if (runtime.sockets[fd].open) close_descriptor(runtime, static_cast<int>(fd), false);
  }
}

lua_KContext deadline_of(const Runtime& runtime, const Socket& socket, loop::Interest interest) {
  std::int64_t limit = socket.timeout;
  if (limit <= 0) limit = interest == loop::Interest::read ? socket.receive_limit : socket.send_limit;
  return to_context(limit < 0 ? never : runtime.scheduler.now() + Duration(limit));
}

}  // namespace parley
