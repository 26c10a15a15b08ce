// What all steps of a wrapped socket have in common: what they wait for, and how they fail.
#pragma once

#include "bindings/socket/socket.hpp"

namespace parley {

/// The session under `socket`; raises a ValueError of these words where it is not wrapped, or not any more.
tls::Session& session_or_raise(lua_State* L, const Socket& socket, const char* words);

/// A step of `call` could not be done at once: waits for what it needs, and calls `retry`. Raises its
/// failure, or that it would have to wait where the socket does not block.
int wait_or_raise(lua_State* L, const Socket& socket, const tls::Step& step, lua_KContext deadline,
                  const char* call, lua_KFunction retry);

}  // namespace parley
