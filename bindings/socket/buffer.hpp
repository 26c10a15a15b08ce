// socket.bytearray: bytes that recv_into and its kin fill in place. Of a fixed size, in memory of Lua's.
#pragma once

#include <lua.hpp>

#include "bindings/runtime.hpp"
#include "bindings/socket/cache_line.hpp"

namespace parley {

struct Buffer {
  Tag tag = Tag::buffer;
  std::size_t size = 0;

  char* data() { return at_line(reinterpret_cast<char*>(this + 1)); }
  const char* data() const { return const_cast<Buffer*>(this)->data(); }
};

/// The bytearray at stack index `index`, or null.
inline Buffer* to_buffer(lua_State* L, int index) {
  auto* buffer = static_cast<Buffer*>(lua_touserdata(L, index));
  return buffer != nullptr && lua_rawlen(L, index) >= sizeof(Buffer) && buffer->tag == Tag::buffer ? buffer
                                                                                                   : nullptr;
}

/// Checks the arguments of recv_into and recvfrom_into, (bytearray[, nbytes[, flags]]), of which the last two
/// may come in a table of keywords. Leaves the stack as socket, bytearray, nbytes, flags; nbytes is the whole
/// bytearray for 0. `too_large` says what is wrong with more than that.
void check_buffer_arguments(lua_State* L, const char* function, const char* too_large);

/// Adds bytearray(n or bytes) to the table on the top of the stack.
void open_buffers(lua_State* L);

}  // namespace parley
