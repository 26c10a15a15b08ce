// What lua/file_raw.lua needs of a socket that makefile() was called on: it stays open until its files are
// closed.
#include <algorithm>
#include <cstring>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/socket.hpp"

namespace parley {

namespace {

// hold(socket): one more file is open on it.
int hold(lua_State* L) {
  ++check_self(L, "makefile").files;
  return 0;
}

// release(socket): one of its files was closed. With the last one goes a socket that was closed meanwhile.
int release(lua_State* L) {
  Socket& socket = require_socket(L, "makefile");
  if (socket.files > 0) --socket.files;
  if (socket.closing) close_socket(L, socket);
  return 0;
}

// fill(bytearray, bytes): writes them to its beginning, as many as it holds.
int fill(lua_State* L) {
  Buffer* buffer = to_buffer(L, 1);
  const std::string_view bytes = check_bytes(L, 2);
  std::memcpy(buffer->data(), bytes.data(), std::min(bytes.size(), buffer->size));
  return 0;
}

}  // namespace

void open_socket_files(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"hold", hold}, {"release", release}, {"fill", fill}, {nullptr, nullptr}};
  luaL_newlib(L, functions);
  lua_setfield(L, -2, "files");
}

}  // namespace parley
