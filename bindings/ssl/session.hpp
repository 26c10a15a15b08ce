// What a TLS session under a socket means to all around it: the recorder, the scheduler, and how it is
// closed.
#pragma once

#include "bindings/socket/socket.hpp"

namespace parley {

/// After each step of the session at `fd`: counts what passed, wakes the peer, notes alerts and what a
/// handshake agreed on.
void settle_tls(Runtime& runtime, int fd);

/// Notes in the transcript how the stream at `fd`, which is about to be closed, ends. What the kernel holds
/// of TLS's own is taken before, so that the close is a reset only where the program left bytes of its peer's
/// unread.
void record_tls_close(Runtime& runtime, int fd, transcript::End& end, bool resets);

/// Raises what runtime.tls.failure says, as an exception of ssl's.
[[noreturn]] void raise_tls(lua_State* L);

/// Goes on as a step of a declared read. Stack: socket, size, whether it peeks, false.
int read_tls(lua_State* L, lua_KContext deadline);

/// The session under a socket; null where it is not wrapped, or is a plain object on the same descriptor.
inline tls::Session* tls_session(Runtime& runtime, const Socket& socket) {
  return socket.fd < 0 || !socket.is_ssl ? nullptr : runtime.socket(socket.fd).tls.get();
}

}  // namespace parley
