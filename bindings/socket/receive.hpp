// The first step of every receive on a stream, for the methods of sockets and for declared reads.
#pragma once

#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"

namespace parley {

/// Receives into `buffer`, once, and notes what came: `got` bytes. False where there is nothing yet. Raises
/// the errno of `call`, the method's name.
bool receive_once(lua_State* L, const Socket& socket, char* buffer, std::size_t size, int flags,
                  const char* call, std::size_t& got);

/// Notes what a receive that asked for `size` bytes, and got some, tells of those that follow it.
void note_left(Runtime& runtime, const Socket& socket, int flags, std::size_t size, std::size_t got);

/// Goes on as recv(): gives the first bytes that come until the deadline. Stack: socket, size, flags.
int receive_step(lua_State* L, int status, lua_KContext deadline);

}  // namespace parley
