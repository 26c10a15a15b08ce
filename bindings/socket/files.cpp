// What lua/file_raw.lua needs of a socket that makefile() was called on: it stays open until its files are
// closed. And what lua/sendfile.lua needs.
#include <algorithm>
#include <cstring>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/socket/traffic.hpp"
#include "bindings/socket/waiting.hpp"
#include "engine/net/transfer.hpp"

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

// send_now(socket, bytes) -> how many of them one send(2) took; nil where there is no room. Neither waits,
// nor has it the socket's timeout polled for first, as sendfile(2) has not.
int send_now(lua_State* L) {
  const Socket& socket = require_socket(L, "sendfile");
  Runtime& runtime = runtime_of(L);
  const std::string_view bytes = check_bytes(L, 2);
  const std::size_t size = part_of(runtime, socket, 0, bytes.size());
  const net::Count count = net::send(socket.fd, bytes.data(), size);
  if (count.would_wait()) return return_none(L);
  if (!count.ok()) raise_failed(L, socket, "send", count.error);
  note_sent(runtime, socket, 0, nullptr, bytes.substr(0, static_cast<std::size_t>(count.value)));
  lua_pushinteger(L, count.value);
  return 1;
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
      {"hold", hold}, {"release", release}, {"send_now", send_now}, {"fill", fill}, {nullptr, nullptr}};
  luaL_newlib(L, functions);
  lua_setfield(L, -2, "files");
}

}  // namespace parley
