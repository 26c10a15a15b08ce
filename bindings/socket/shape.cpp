#include "bindings/socket/shape.hpp"

namespace parley {

extern const char socket_methods_key = 0;
extern const char socket_meta_key = 0;
extern const char ssl_methods_key = 0;
extern const char ssl_meta_key = 0;
extern const char ssl_indexer_key = 0;

namespace {

const char lasting_key = 0;
const char passing_key = 0;

// One number for the attributes that never change; false where they are too odd to be worth remembering.
bool shape_number(const Socket& socket, lua_Integer& number) {
  constexpr int limit = 1 << 20;
  for (const int part : {socket.family, socket.type, socket.proto}) {
    if (part < 0 || part >= limit) return false;
  }
  number = (static_cast<lua_Integer>(socket.family) << 40) | (static_cast<lua_Integer>(socket.type) << 20) |
           socket.proto;
  if (socket.is_ssl) number |= lua_Integer{1} << 61;
  return true;
}

void copy_fields(lua_State* L, int from, int to) {
  lua_pushnil(L);
  while (lua_next(L, from) != 0) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, to);
  }
}

void push_seconds(lua_State* L, std::int64_t nanoseconds) {
  if (nanoseconds < 0) {
    lua_pushnil(L);
  } else {
    lua_pushnumber(L, static_cast<lua_Number>(nanoseconds) / 1e9);
  }
}

void set_attribute(lua_State* L, int table, const char* name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, table, name);
}

// Pushes what __index is: the table of names, or what ssl makes of it, whose attributes are asked of each
// socket.
void push_index(lua_State* L, int names, const Socket& socket) {
  if (!socket.is_ssl) return lua_pushvalue(L, names);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &ssl_indexer_key);
  lua_pushvalue(L, names);
  lua_call(L, 1, 1);
}

// Pushes a new shape: a copy of the metatable whose __index is the methods with the attributes among them.
void make_shape(lua_State* L, const Socket& socket) {
  luaL_checkstack(L, 8, nullptr);
  lua_newtable(L);
  const int shape = lua_gettop(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, socket.is_ssl ? &ssl_meta_key : &socket_meta_key);
  copy_fields(L, shape + 1, shape);
  lua_newtable(L);
  const int index = lua_gettop(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, socket.is_ssl ? &ssl_methods_key : &socket_methods_key);
  copy_fields(L, index + 1, index);
  set_attribute(L, index, "family", socket.family);
  set_attribute(L, index, "type", socket.type);
  set_attribute(L, index, "proto", socket.proto);
  push_seconds(L, socket.timeout);
  lua_setfield(L, index, "timeout");
  if (lua_getmetatable(L, index + 1) != 0) lua_setmetatable(L, index);
  push_index(L, index, socket);
  lua_setfield(L, shape, "__index");
  lua_settop(L, shape);
}

// Pushes the registry's table of that key, made where it is not there yet.
void push_cache(lua_State* L, const char* key) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

// Pushes the shapes of this family, type and proto by their timeout. They are held weakly: a program that
// counts down its timeout leaves no trail of them.
void push_passing(lua_State* L, lua_Integer number) {
  push_cache(L, &passing_key);
  if (lua_rawgeti(L, -1, number) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "v");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, number);
  }
  lua_remove(L, -2);
}

// Pushes the shape that stands under `key` in the cache on the top of the stack, made where it is not there
// yet, in the cache's place.
void push_from_cache(lua_State* L, lua_Integer key, const Socket& socket) {
  if (lua_rawgeti(L, -1, key) != LUA_TTABLE) {
    lua_pop(L, 1);
    make_shape(L, socket);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, key);
  }
  lua_remove(L, -2);
}

void push_shape(lua_State* L, const Socket& socket) {
  luaL_checkstack(L, 8, nullptr);
  lua_Integer number = 0;
  if (!shape_number(socket, number)) return make_shape(L, socket);
  if (socket.timeout < 0) {
    push_cache(L, &lasting_key);
    return push_from_cache(L, number, socket);
  }
  push_passing(L, number);
  push_from_cache(L, socket.timeout, socket);
}

}  // namespace

void apply_shape(lua_State* L, int index, const Socket& socket) {
  push_shape(L, socket);
  lua_setmetatable(L, index);
}

void forget_shapes(lua_State* L) {
  for (const char* key : {&lasting_key, &passing_key}) {
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
  }
}

void prepare_shapes(lua_State* L) {
  for (const int family : {AF_INET, AF_INET6, AF_UNIX}) {
    for (const int type : {SOCK_STREAM, SOCK_DGRAM}) {
      Socket socket;
      socket.family = family;
      socket.type = type;
      push_shape(L, socket);
      lua_pop(L, 1);
    }
  }
}

}  // namespace parley
