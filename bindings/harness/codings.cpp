// core.deflate and core.inflate, for compressed bodies of HTTP (lua/protocol/http_content.lua); core.sha1 and
// core.base64, for the handshake of WebSocket (lua/protocol/websocket_handshake.lua).
#include "bindings/errors.hpp"
#include "bindings/harness/harness.hpp"
#include "bindings/runtime.hpp"
#include "engine/base/base64.hpp"
#include "engine/base/deflate.hpp"
#include "engine/base/sha1.hpp"

namespace parley {

namespace {

struct Bytes {
  const char* data = nullptr;
  std::size_t size = 0;
};

Bytes check_bytes(lua_State* L, int index) {
  Bytes bytes;
  bytes.data = luaL_checklstring(L, index, &bytes.size);
  return bytes;
}

Wrapping check_wrapping(lua_State* L, int index) {
  static const char* const names[] = {"none", "zlib", "gzip", nullptr};
  return static_cast<Wrapping>(luaL_checkoption(L, index, nullptr, names));
}

void keep_deflated(Runtime& runtime, const Bytes& bytes, Wrapping wrapping) {
  runtime.message = deflate({bytes.data, bytes.size}, wrapping);
}

// deflate(bytes, "none" | "zlib" | "gzip") -> compressed bytes.
int deflate_function(lua_State* L) {
  const Bytes bytes = check_bytes(L, 1);
  const Wrapping wrapping = check_wrapping(L, 2);
  keep_deflated(runtime_of(L), bytes, wrapping);
  return push_message(L);
}

// inflate(bytes, wrapping, limit) -> bytes; or nil and what is wrong with them.
int inflate_function(lua_State* L) {
  const Bytes bytes = check_bytes(L, 1);
  const Wrapping wrapping = check_wrapping(L, 2);
  const auto limit = static_cast<std::size_t>(luaL_checkinteger(L, 3));
  const Error error = runtime_of(L).keep(inflate({bytes.data, bytes.size}, wrapping, limit));
  if (!error) return push_message(L);
  lua_pushnil(L);
  lua_pushstring(L, error.message());
  return 2;
}

void keep_sha1(Runtime& runtime, const Bytes& bytes) { runtime.message = sha1({bytes.data, bytes.size}); }

// sha1(bytes) -> 20 bytes.
int sha1_function(lua_State* L) {
  const Bytes bytes = check_bytes(L, 1);
  keep_sha1(runtime_of(L), bytes);
  return push_message(L);
}

void keep_base64(Runtime& runtime, const Bytes& bytes) { runtime.message = base64({bytes.data, bytes.size}); }

// base64(bytes) -> text.
int base64_function(lua_State* L) {
  const Bytes bytes = check_bytes(L, 1);
  keep_base64(runtime_of(L), bytes);
  return push_message(L);
}

}  // namespace

void open_codings(lua_State* L) {
  static const luaL_Reg functions[] = {{"deflate", deflate_function},
                                       {"inflate", inflate_function},
                                       {"sha1", sha1_function},
                                       {"base64", base64_function},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
