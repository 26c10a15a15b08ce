#include "bindings/socket/waiting.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

#include "bindings/errors.hpp"
#include "bindings/socket/datagrams.hpp"
#include "engine/net/names.hpp"

namespace parley {

void record_failure(Runtime& runtime, const Socket& socket, const char* call, const char* symbol) {
  OpenSocket& open = runtime.socket(socket.fd);
  const transcript::Role role = runtime.current->role;
  if (open.end != nullptr) {
    runtime.recorder->failed(*open.end, role, call, symbol);
  } else if (open.names != nullptr && !socket.is_stream()) {
    const net::Address* peer = open.names->peer.length > 0 ? &open.names->peer : nullptr;
    runtime.recorder->datagram_failed(protocol_of(socket), role, socket.fd, open.names->local, peer, call,
                                      symbol);
  }
}

void check_wake(lua_State* L, const Socket& socket, int status, const char* call, const char* late) {
  if (socket.fd < 0) raise_errno(L, EBADF);
  if (status != LUA_YIELD) return;
  Runtime& runtime = runtime_of(L);
  if (runtime.current->wake == loop::Wake::closed) raise_errno(L, EBADF);
  if (runtime.current->wake != loop::Wake::timeout) return;
  record_failure(runtime, socket, call, "timeout");
  // The limit of a blocking socket's SO_RCVTIMEO or SO_SNDTIMEO is the kernel's: EAGAIN, not Python's
  // timeout.
  if (socket.timeout <= 0) raise_errno(L, EAGAIN);
  raise(L, net::ExceptionClass::timeout_error, "%s", late);
}

int would_wait(lua_State* L, const Socket& socket, int flags, loop::Interest interest, lua_KContext deadline,
               const char* call, lua_KFunction retry) {
  // No descriptor waits for the queue of errors, which AF_UNIX has not.
  const bool asks_errors = (flags & MSG_ERRQUEUE) != 0 && socket.family != AF_UNIX;
  const bool at_once = ((flags & MSG_DONTWAIT) != 0 || asks_errors) && socket.timeout <= 0;
  if (at_once || !socket.blocks()) raise_errno(L, EAGAIN);
  if (deadline == no_deadline_yet) deadline = deadline_of(runtime_of(L), socket, interest);
  return wait_on(L, socket.fd, interest, deadline, call, retry);
}

bool polls_in_vain(const Socket& socket, loop::Interest interest) {
  if (socket.timeout <= 0) return false;
  pollfd watched{socket.fd, static_cast<short>(interest == loop::Interest::read ? POLLIN : POLLOUT), 0};
  return ::poll(&watched, 1, 0) == 0;
}

bool would_have_polled(const Socket& socket, int code) {
  const bool is_of_its_state = code == EINVAL || code == ENOTCONN || code == EOPNOTSUPP;
  return is_of_its_state && polls_in_vain(socket, loop::Interest::read);
}

bool ends_waiting(const Socket& socket, int flags) {
  if (socket.is_stream() || !socket.is_blocking_file() || (flags & MSG_DONTWAIT) != 0) return false;
  pollfd watched{socket.fd, POLLRDHUP, 0};
  return ::poll(&watched, 1, 0) > 0 && (watched.revents & POLLRDHUP) != 0;
}

void raise_failed(lua_State* L, const Socket& socket, const char* call, int code) {
  record_failure(runtime_of(L), socket, call, net::errno_name(code));
  raise_errno(L, code);
}

void raise_failed_to(lua_State* L, const Socket& socket, const net::Address& to, const char* call, int code) {
  Runtime& runtime = runtime_of(L);
  if (!socket.is_stream()) {
    runtime.recorder->datagram_failed(protocol_of(socket), runtime.current->role, socket.fd,
                                      names_of(runtime, socket.fd).local, &to, call, net::errno_name(code));
  }
  raise_errno(L, code);
}

}  // namespace parley
