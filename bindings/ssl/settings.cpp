// The attributes of a context: get(context, name) and set(context, name, value). Which values Python takes,
// and what it says of others, is known to lua/ssl_context.lua.
#include <cstring>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/ssl/module.hpp"

namespace parley {

namespace {

using tls::Context;

struct Setting {
  const char* name;
  lua_Integer (*get)(const Context&);
  bool (*set)(Context&, lua_Integer);  ///< False for a value that OpenSSL refuses.
};

const Setting settings[] = {
    {"options", [](const Context& context) { return static_cast<lua_Integer>(context.options()); },
     [](Context& context, lua_Integer value) {
       context.set_options(static_cast<std::uint64_t>(value));
       return true;
     }},
    {"verify_mode", [](const Context& context) { return lua_Integer{context.verify_mode()}; },
     [](Context& context, lua_Integer value) {
       context.set_verify_mode(static_cast<int>(value));
       return true;
     }},
    {"verify_flags", [](const Context& context) { return static_cast<lua_Integer>(context.verify_flags()); },
     [](Context& context, lua_Integer value) {
       context.set_verify_flags(static_cast<unsigned long>(value));
       return true;
     }},
    {"minimum_version", [](const Context& context) { return lua_Integer{context.minimum_version()}; },
     [](Context& context, lua_Integer value) {
       return context.set_minimum_version(static_cast<int>(value));
     }},
    {"maximum_version", [](const Context& context) { return lua_Integer{context.maximum_version()}; },
     [](Context& context, lua_Integer value) {
       return context.set_maximum_version(static_cast<int>(value));
     }},
    {"num_tickets", [](const Context& context) { return lua_Integer{context.num_tickets()}; },
     [](Context& context, lua_Integer value) { return context.set_num_tickets(static_cast<int>(value)); }},
    {"security_level", [](const Context& context) { return lua_Integer{context.security_level()}; }, nullptr},
    {"protocol", [](const Context& context) { return static_cast<lua_Integer>(context.protocol()); },
     nullptr},
    {"check_hostname", [](const Context& context) { return lua_Integer{context.check_hostname ? 1 : 0}; },
     [](Context& context, lua_Integer value) {
       context.check_hostname = value != 0;
       return true;
     }},
    {"post_handshake_auth",
     [](const Context& context) { return lua_Integer{context.post_handshake_auth() ? 1 : 0}; },
     [](Context& context, lua_Integer value) {
       context.set_post_handshake_auth(value != 0);
       return true;
     }},
    {"has_sni_callback", [](const Context& context) { return lua_Integer{context.has_sni_callback ? 1 : 0}; },
     [](Context& context, lua_Integer value) {
       context.has_sni_callback = value != 0;
       return true;
     }},
};

const Setting& find(lua_State* L, const char* name) {
  for (const Setting& each : settings) {
    if (std::strcmp(each.name, name) == 0) return each;
  }
  raise(L, net::ExceptionClass::attribute_error, "'SSLContext' object has no attribute '%s'", name);
}

// get(context, name) -> integer.
int get(lua_State* L) {
  const Context& context = *check_context(L, 1);
  lua_pushinteger(L, find(L, luaL_checkstring(L, 2)).get(context));
  return 1;
}

// set(context, name, integer) -> whether OpenSSL takes it.
int set(lua_State* L) {
  Context& context = *check_context(L, 1);
  const Setting& setting = find(L, luaL_checkstring(L, 2));
  const int value = lua_isinteger(L, 3) != 0 ? 3 : luaL_error(L, "set() takes an integer");
  lua_pushboolean(L, setting.set != nullptr && setting.set(context, lua_tointeger(L, value)) ? 1 : 0);
  return 1;
}

}  // namespace

void open_ssl_settings(lua_State* L) {
  static const luaL_Reg functions[] = {{"get", get}, {"set", set}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
