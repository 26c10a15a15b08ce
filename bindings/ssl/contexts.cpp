// Contexts: making them, what they are given (certificates, trust, ciphers, protocols), what they count. The
// texts that OpenSSL is given live in blocks of their own, which are over where something is raised.
#include <new>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/ssl/module.hpp"
#include "bindings/ssl/session.hpp"

namespace parley {

namespace {

const char* context_meta = "parley.ssl.context";

int collect_context(lua_State* L) {
  auto* object = static_cast<ContextObject*>(lua_touserdata(L, 1));
  object->context.~shared_ptr();
  new (&object->context) std::shared_ptr<tls::Context>();
  return 0;
}

// new_context(protocol) -> context.
int new_context(lua_State* L) {
  const auto protocol = static_cast<tls::Protocol>(luaL_checkinteger(L, 1));
  auto* object = new (lua_newuserdatauv(L, sizeof(ContextObject), 0)) ContextObject;
  if (luaL_newmetatable(L, context_meta) != 0) {
    lua_pushcfunction(L, collect_context);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  object->context = tls::Context::make(protocol, runtime_of(L).tls.failure);
  if (object->context == nullptr) raise_tls(L);
  return 1;
}

const char* text_or_empty(lua_State* L, int index) {
  return lua_isnoneornil(L, index) ? "" : luaL_checkstring(L, index);
}

// load_cert_chain(context, certfile, keyfile or nil, password or nil).
int load_cert_chain(lua_State* L) {
  tls::Context& context = *check_context(L, 1);
  const char* certificate = luaL_checkstring(L, 2);
  const char* key = text_or_empty(L, 3);
  const char* password = text_or_empty(L, 4);
  if (!context.load_cert_chain(certificate, key, password, runtime_of(L).tls.failure)) raise_tls(L);
  return 0;
}

// load_verify_locations(context, cafile or nil, capath or nil).
int load_verify_locations(lua_State* L) {
  tls::Context& context = *check_context(L, 1);
  const char* file = text_or_empty(L, 2);
  const char* folder = text_or_empty(L, 3);
  if (!context.load_verify_locations(file, folder, runtime_of(L).tls.failure)) raise_tls(L);
  return 0;
}

// load_verify_data(context, bytes, is_pem).
int load_verify_data(lua_State* L) {
  tls::Context& context = *check_context(L, 1);
  const std::string_view data = check_bytes(L, 2);
  if (!context.load_verify_data(data, lua_toboolean(L, 3) != 0, runtime_of(L).tls.failure)) raise_tls(L);
  return 0;
}

int set_default_verify_paths(lua_State* L) {
  if (!check_context(L, 1)->set_default_verify_paths(runtime_of(L).tls.failure)) raise_tls(L);
  return 0;
}

int set_ciphers(lua_State* L) {
  tls::Context& context = *check_context(L, 1);
  const char* list = luaL_checkstring(L, 2);
  if (!context.set_ciphers(list, runtime_of(L).tls.failure)) raise_tls(L);
  return 0;
}

int set_ecdh_curve(lua_State* L) {
  tls::Context& context = *check_context(L, 1);
  const char* name = luaL_checkstring(L, 2);
  if (!context.set_ecdh_curve(name, runtime_of(L).tls.failure)) raise_tls(L);
  return 0;
}

// set_keylog(context, path or nil).
int set_keylog(lua_State* L) {
  tls::Context& context = *check_context(L, 1);
  const char* path = text_or_empty(L, 2);
  if (!context.set_keylog_file(path, runtime_of(L).tls.failure)) raise_tls(L);
  return 0;
}

// set_alpn(context, list of strings, each of 1 to 255 bytes).
int set_alpn(lua_State* L) {
  const std::shared_ptr<tls::Context>& context = check_context(L, 1);
  std::vector<std::string>& names = runtime_of(L).tls.texts;
  names.clear();
  for (lua_Integer i = 1; lua_rawgeti(L, 2, i) == LUA_TSTRING; ++i) {
    std::size_t size = 0;
    const char* name = lua_tolstring(L, -1, &size);
    names.emplace_back(name, size);
    lua_pop(L, 1);
  }
  context->set_alpn_protocols(names);
  return 0;
}

int get_ciphers(lua_State* L) {
  runtime_of(L).tls.ciphers = check_context(L, 1)->ciphers();
  push_ciphers(L);
  return 1;
}

int push_statistics(lua_State* L, const tls::Statistic* first, std::size_t count) {
  lua_createtable(L, 0, static_cast<int>(count));
  for (std::size_t i = 0; i < count; ++i) {
    lua_pushinteger(L, first[i].value);
    lua_setfield(L, -2, first[i].name);
  }
  return 1;
}

// Numbers by name, copied out of a vector that is gone before Lua's memory is asked for.
template <std::vector<tls::Statistic> (tls::Context::*ask)() const>
int statistics(lua_State* L) {
  constexpr std::size_t most = 16;
  tls::Statistic list[most];
  std::size_t count = 0;
  for (const tls::Statistic& each : ((*check_context(L, 1)).*ask)()) list[count++] = each;
  return push_statistics(L, list, count);
}

// ca_certificates(context) -> list of certificates in DER.
int ca_certificates(lua_State* L) {
  std::vector<std::string>& list = runtime_of(L).tls.texts;
  list = check_context(L, 1)->ca_certificates();
  lua_createtable(L, static_cast<int>(list.size()), 0);
  for (std::size_t i = 0; i < list.size(); ++i) {
    lua_pushlstring(L, list[i].data(), list[i].size());
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
  }
  return 1;
}

}  // namespace

void open_ssl_contexts(lua_State* L) {
  static const luaL_Reg functions[] = {{"new_context", new_context},
                                       {"load_cert_chain", load_cert_chain},
                                       {"load_verify_locations", load_verify_locations},
                                       {"load_verify_data", load_verify_data},
                                       {"set_default_verify_paths", set_default_verify_paths},
                                       {"set_ciphers", set_ciphers},
                                       {"set_ecdh_curve", set_ecdh_curve},
                                       {"set_keylog", set_keylog},
                                       {"set_alpn", set_alpn},
                                       {"get_ciphers", get_ciphers},
                                       {"session_stats", statistics<&tls::Context::session_stats>},
                                       {"cert_store_stats", statistics<&tls::Context::store_stats>},
                                       {"ca_certificates", ca_certificates},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
