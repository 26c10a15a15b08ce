#include "bindings/ssl/session.hpp"

#include <sys/socket.h>

#include <array>

#include "bindings/errors.hpp"
#include "bindings/events/notes.hpp"
#include "bindings/ssl/module.hpp"
#include "engine/net/delivery.hpp"
#include "engine/net/option.hpp"

namespace parley {

namespace {

using Kind = tls::Failure::Kind;

const char* class_of(Kind kind) {
  switch (kind) {
    case Kind::zero_return:
      return "SSLZeroReturnError";
    case Kind::want_read:
      return "SSLWantReadError";
    case Kind::want_write:
      return "SSLWantWriteError";
    case Kind::eof:
      return "SSLEOFError";
    case Kind::verification:
      return "SSLCertVerificationError";
    default:
      return "SSLError";
  }
}

// Sets a field of the exception on the top of the stack; an empty text is None.
void set_text(lua_State* L, const char* field, const std::string& text) {
  if (text.empty()) return;
  lua_pushlstring(L, text.data(), text.size());
  lua_setfield(L, -2, field);
}

void wake_peer(Runtime& runtime, const transcript::End& end) {
  if (end.peer != nullptr && end.peer->fd >= 0) runtime.scheduler.hint(end.peer->fd, loop::Interest::read);
}

// The close of a socket with bytes unread is a reset, which they would bring about if they were still the
// kernel's.
void reset_at_close(int fd) {
  const linger at_once{1, 0};
  static_cast<void>(net::set_option_bytes(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once));
}

}  // namespace

void settle_tls(Runtime& runtime, int fd) {
  OpenSocket& open = runtime.socket(fd);
  tls::Session& session = *open.tls;
  transcript::End* end = open.end;
  const std::uint64_t sent = std::exchange(session.wire.sent, 0);
  const std::uint64_t taken = std::exchange(session.wire.taken, 0);
  const std::vector<tls::AlertEvent> alerts = session.take_alerts();
  const bool completed = session.take_completion();
  if (end == nullptr) return;
  if (open.object != nullptr && open.object->connecting) note_if_connected(runtime, *open.object);
  end->sent += sent;
  end->taken += taken;
  if (completed) runtime.recorder->secured(*end, session.summary());
  if (completed && runtime.events != nullptr) runtime.events->secured(fd, session.summary());
  for (const tls::AlertEvent& alert : alerts) {
    if (runtime.events != nullptr) runtime.events->alerted(fd, alert.name, alert.is_sent);
    if (alert.is_sent) {
      runtime.recorder->alert_sent(*end, alert.name);
    } else {
      runtime.recorder->alert_taken(*end, alert.name);
    }
  }
  if (sent > 0) wake_peer(runtime, *end);
}

void record_tls_close(Runtime& runtime, int fd, transcript::End& end, bool resets) {
  std::array<char, 4096> bytes;
  // What the peer sent may be held back yet (Nagle's algorithm), and counts all the same.
  if (end.peer != nullptr && end.peer->sent > end.taken) {
    static_cast<void>(net::peek_sent(fd, end.peer->fd, end.peer->sent - end.taken, bytes));
  }
  std::span<char> unread(bytes);
  const std::size_t total = runtime.socket(fd).tls->drain(unread);
  settle_tls(runtime, fd);
  if (total > 0) reset_at_close(fd);
  if (resets) runtime.recorder->finished(end, transcript::Recorder::Ending::reset);
  runtime.recorder->closed(end, {unread.data(), unread.size()}, total);
}

void raise_tls(lua_State* L) {
  const tls::Failure& failure = runtime_of(L).tls.failure;
  if (failure.kind == Kind::system) raise_errno(L, failure.code);
  if (failure.kind == Kind::value) raise(L, net::ExceptionClass::value_error, "%s", failure.message.c_str());
  push_exception(L, net::ExceptionClass::os_error, failure.code, failure.message.c_str());
  set_text(L, "library", failure.library);
  set_text(L, "reason", failure.reason);
  if (failure.kind == Kind::verification) {
    lua_pushinteger(L, failure.verify_code);
    lua_setfield(L, -2, "verify_code");
    set_text(L, "verify_message", failure.verify_message);
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &ssl_classes_key);
  lua_getfield(L, -1, class_of(failure.kind));
  lua_setmetatable(L, -3);
  lua_pop(L, 1);
  lua_error(L);
  __builtin_unreachable();
}

}  // namespace parley
