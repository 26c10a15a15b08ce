#include "bindings/errors.hpp"

#include <cstdarg>
#include <cstring>

#include "bindings/runtime.hpp"
#include "engine/net/names.hpp"

namespace parley {

namespace {

// The key under which the registry keeps the classes by name.
const char classes_key = 0;

// What the exception was made of: (errno, strerror), or (message,).
void set_arguments(lua_State* L, int index, int code, const char* message) {
  lua_createtable(L, 2, 0);
  lua_Integer count = 0;
  if (code != 0) {
    lua_pushinteger(L, code);
    lua_rawseti(L, -2, ++count);
  }
  lua_pushstring(L, message);
  lua_rawseti(L, -2, ++count);
  lua_setfield(L, index, "args");
}

// What was raised last, for who only learns that something was: Lua's warning of an error in a __gc.
void remember(Runtime& runtime, net::ExceptionClass kind, const char* message, const lua_Debug* place) {
  runtime.last_raised.kind = runner::Failure::Kind::error;
  runtime.last_raised.message = net::name_of(kind);
  runtime.last_raised.message.append(": ").append(message);
  runtime.last_raised.file = place == nullptr ? "" : place->source + 1;
  runtime.last_raised.line = place == nullptr ? 0 : place->currentline;
}

void set_place(lua_State* L, int index, net::ExceptionClass kind, const char* message) {
  lua_Debug record;
  const bool known = user_place(L, &record);
  remember(runtime_of(L), kind, message, known ? &record : nullptr);
  if (!known) return;
  lua_pushlstring(L, record.source + 1, record.srclen - 1);
  lua_setfield(L, index, "file");
  lua_pushinteger(L, record.currentline);
  lua_setfield(L, index, "line");
}

}  // namespace

bool user_place(lua_State* L, lua_Debug* record) {
  for (int level = 0; level < deepest_level && lua_getstack(L, level, record) != 0; ++level) {
    lua_getinfo(L, "Sl", record);
    if (record->source[0] == '@' && record->currentline > 0) return true;
  }
  return false;
}

void push_exception(lua_State* L, net::ExceptionClass kind, int code, const char* message) {
  luaL_checkstack(L, 6, "too many values");
  lua_createtable(L, 0, 6);
  const int error = lua_gettop(L);
  lua_pushstring(L, message);
  lua_setfield(L, error, "message");
  if (code != 0) {
    lua_pushinteger(L, code);
    lua_setfield(L, error, "errno");
    lua_pushstring(L, message);
    lua_setfield(L, error, "strerror");
  }
  set_arguments(L, error, code, message);
  set_place(L, error, kind, message);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &classes_key);
  lua_getfield(L, -1, net::name_of(kind));
  lua_setmetatable(L, error);
  lua_settop(L, error);
}

void raise(lua_State* L, net::ExceptionClass kind, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const char* message = lua_pushvfstring(L, format, arguments);
  va_end(arguments);
  push_exception(L, kind, 0, message);
  lua_error(L);
  __builtin_unreachable();
}

void raise_errno(lua_State* L, int code) { raise_error(L, Error::system(code)); }

void raise_error(lua_State* L, const Error& error) {
  const int code = error.domain() == Error::Domain::text ? 0 : error.code();
  push_exception(L, net::class_of(error), code, error.message());
  lua_error(L);
  __builtin_unreachable();
}

void push_exception_tree(lua_State* L) {
  lua_newtable(L);
  lua_Integer row = 0;
  for (const net::ExceptionClass kind : net::exception_classes()) {
    lua_createtable(L, 2, 0);
    lua_pushstring(L, net::name_of(kind));
    lua_rawseti(L, -2, 1);
    lua_pushstring(L, net::name_of(net::base_of(kind)));
    lua_rawseti(L, -2, 2);
    lua_rawseti(L, -2, ++row);
  }
}

void set_exception_classes(lua_State* L) { lua_rawsetp(L, LUA_REGISTRYINDEX, &classes_key); }

}  // namespace parley
