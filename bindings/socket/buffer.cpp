#include "bindings/socket/buffer.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <string_view>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

Buffer& check_buffer(lua_State* L) {
  Buffer* buffer = to_buffer(L, 1);
  if (buffer == nullptr) {
    raise(L, ExceptionClass::type_error, "a bytearray is expected here, not '%s'", python_type(L, 1));
  }
  return *buffer;
}

// bytearray(n): n zero bytes. bytearray(bytes): a copy of them.
int new_buffer(lua_State* L) {
  check_count(L, "bytearray", 1, 1, 1);
  const bool copies = lua_type(L, 1) == LUA_TSTRING || to_buffer(L, 1) != nullptr;
  const lua_Integer size = copies ? static_cast<lua_Integer>(check_bytes(L, 1).size()) : check_size(L, 1);
  if (size < 0) raise(L, ExceptionClass::value_error, "negative count");
  if (size > (lua_Integer{1} << 40)) raise(L, ExceptionClass::memory_error, "bytearray(): too large");
  const auto bytes = static_cast<std::size_t>(size);
  auto* buffer = new (lua_newuserdatauv(L, sizeof(Buffer) + cache_line + bytes, 0)) Buffer;
  buffer->size = bytes;
  if (copies) {
    std::memcpy(buffer->data(), check_bytes(L, 1).data(), bytes);
  } else {
    std::memset(buffer->data(), 0, bytes);
  }
  luaL_setmetatable(L, "parley.bytearray");
  return 1;
}

int length(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(check_buffer(L).size));
  return 1;
}

int to_text(lua_State* L) {
  const Buffer& buffer = check_buffer(L);
  lua_pushlstring(L, buffer.data(), buffer.size);
  return 1;
}

// buffer:sub(i, j): as string.sub.
int sub(lua_State* L) {
  const Buffer& buffer = check_buffer(L);
  const auto size = static_cast<lua_Integer>(buffer.size);
  lua_Integer from = luaL_checkinteger(L, 2);
  lua_Integer to = luaL_optinteger(L, 3, -1);
  if (from < 0) from = from < -size ? 1 : size + from + 1;
  if (from < 1) from = 1;
  if (to < 0) to = size + to + 1;
  if (to > size) to = size;
  if (from > to) {
    lua_pushliteral(L, "");
  } else {
    lua_pushlstring(L, buffer.data() + from - 1, static_cast<std::size_t>(to - from + 1));
  }
  return 1;
}

// Spreads the keyword table on the top of the stack over the arguments that do not stand before it.
void spread_keywords(lua_State* L, const char* function) {
  constexpr int first = 3;
  constexpr std::array<const char*, 2> names = {"nbytes", "flags"};
  const int table = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
    const std::string_view name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
    const auto known = std::find(names.begin(), names.end(), name);
    if (known == names.end()) {
      raise(L, ExceptionClass::type_error, "'%s' is an invalid keyword argument for %s()", name.data(),
            function);
    }
    const int position = static_cast<int>(known - names.begin()) + first;
    if (position < table) {
      raise(L, ExceptionClass::type_error, "argument for %s() given by name ('%s') and position (%d)",
            function, *known, position - 1);
    }
  }
  for (std::size_t i = static_cast<std::size_t>(table - first); i < names.size(); ++i) {
    if (lua_getfield(L, table, names[i]) != LUA_TNIL) continue;
    lua_pop(L, 1);
    lua_pushinteger(L, 0);
  }
  lua_remove(L, table);
}

}  // namespace

void check_buffer_arguments(lua_State* L, const char* function, const char* too_large) {
  if (lua_gettop(L) == 1) {
    raise(L, ExceptionClass::type_error, "%s() missing required argument 'buffer' (pos 1)", function);
  }
  const int top = lua_gettop(L);
  if (top > 2 && top <= 4 && lua_istable(L, top)) spread_keywords(L, function);
  check_count(L, function, 2, 1, 3);
  const Buffer* buffer = to_buffer(L, 2);
  if (buffer == nullptr) {
    raise(L, ExceptionClass::type_error, "%s() argument 1 must be read-write bytes-like object, not %s",
          function, python_type(L, 2));
  }
  lua_Integer size = lua_isnone(L, 3) ? 0 : check_size(L, 3);
  const int flags = optional_int(L, 4, 0);
  if (size < 0) raise(L, ExceptionClass::value_error, "negative buffersize in %s", function);
  const auto room = static_cast<lua_Integer>(buffer->size);
  if (size == 0) size = room;
  if (size > room) raise(L, ExceptionClass::value_error, "%s", too_large);
  lua_settop(L, 2);
  lua_pushinteger(L, size);
  lua_pushinteger(L, flags);
}

void open_buffers(lua_State* L) {
  if (luaL_newmetatable(L, "parley.bytearray") != 0) {
    static const luaL_Reg meta[] = {{"__len", length}, {"__tostring", to_text}, {nullptr, nullptr}};
    static const luaL_Reg methods[] = {{"sub", sub}, {nullptr, nullptr}};
    luaL_setfuncs(L, meta, 0);
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "bytearray");
    lua_setfield(L, -2, "__metatable");
  }
  lua_pop(L, 1);
  lua_pushcfunction(L, new_buffer);
  lua_setfield(L, -2, "bytearray");
}

}  // namespace parley
