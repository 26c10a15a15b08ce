#include "bindings/ssl/module.hpp"

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/shape.hpp"

namespace parley {

extern const char ssl_classes_key = 0;

namespace {

// set_classes(exceptions): by name, what the native half raises.
int set_classes(lua_State* L) {
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &ssl_classes_key);
  return 0;
}

// set_socket_class(methods, metatable, indexer): what SSLSocket is made of; see shape.hpp.
int set_socket_class(lua_State* L) {
  lua_settop(L, 3);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &ssl_indexer_key);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &socket_meta_key);
  for (const char* field : {"__gc", "__close", "__tostring"}) {
    lua_getfield(L, 3, field);
    lua_setfield(L, 2, field);
  }
  lua_pop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &ssl_meta_key);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &ssl_methods_key);
  return 0;
}

// open_ssl() -> the native half of ssl.
int open(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"set_classes", set_classes}, {"set_socket_class", set_socket_class}, {nullptr, nullptr}};
  luaL_newlib(L, functions);
  open_ssl_contexts(L);
  open_ssl_settings(L);
  open_ssl_streams(L);
  open_ssl_bytes(L);
  open_ssl_facts(L);
  open_ssl_authority(L);
  open_ssl_random(L);
  return 1;
}

}  // namespace

std::shared_ptr<tls::Context>& check_context(lua_State* L, int index) {
  auto* object = static_cast<ContextObject*>(lua_touserdata(L, index));
  if (object != nullptr && lua_rawlen(L, index) == sizeof(ContextObject) && object->tag == Tag::context)
    return object->context;
  raise(L, net::ExceptionClass::type_error, "a context is expected, not %s", python_type(L, index));
}

void open_ssl(lua_State* L) {
  lua_pushcfunction(L, open);
  lua_setfield(L, -2, "open_ssl");
}

}  // namespace parley
