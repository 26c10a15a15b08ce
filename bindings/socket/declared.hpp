// Declared reads of which the native half sees itself where they end: a look at what there is, then one
// receive of what belongs together.
#pragma once

#include <string_view>

#include "bindings/socket/socket.hpp"

namespace parley {

/// Looks at the first `most` bytes that there are to receive on a stream. `seen` holds until the next
/// receive; it is empty at the end of the stream. False where there is nothing yet. Raises what recv() does.
bool look(lua_State* L, const Socket& socket, std::size_t most, std::string_view& seen);

/// Takes the first bytes that a look saw, by one receive and to where `seen` stood: a declared read of `size`
/// bytes, whose call is noted already, and where `rest` is not 0 a recv_exactly() of so many. Raises EAGAIN
/// where they are gone: another process has the same socket, and took them.
void take_seen(lua_State* L, const Socket& socket, std::size_t size, std::size_t rest);

}  // namespace parley
