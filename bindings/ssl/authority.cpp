// Keys, certificates and revocation lists, as texts in PEM (lua/ssl_authority.lua).
#include <new>

#include "bindings/errors.hpp"
#include "bindings/ssl/module.hpp"
#include "bindings/ssl/session.hpp"
#include "engine/net/tls_authority.hpp"
#include "engine/net/tls_context.hpp"

namespace parley {

namespace {

// Takes a text of the table at index 1; the place for it is the drafts', so that nothing is lost where Lua
// raises.
void take_text(lua_State* L, const char* name, std::string& text) {
  std::size_t size = 0;
  lua_pushstring(L, name);
  lua_rawget(L, 1);
  const char* value = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &size) : "";
  text.assign(value, size);
  lua_pop(L, 1);
}

lua_Integer number_field(lua_State* L, const char* name) {
  lua_pushstring(L, name);
  lua_rawget(L, 1);
  const lua_Integer value = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return value;
}

int push_pem(lua_State* L, bool made) {
  if (!made) raise_tls(L);
  const std::string& pem = runtime_of(L).tls.text;
  lua_pushlstring(L, pem.data(), pem.size());
  return 1;
}

// make_key(kind) -> PEM.
int make_key(lua_State* L) {
  TlsDrafts& drafts = runtime_of(L).tls;
  const char* kind = luaL_checkstring(L, 1);
  return push_pem(L, tls::make_key(kind, drafts.text, drafts.failure));
}

bool certify(lua_State* L) {
  TlsDrafts& drafts = runtime_of(L).tls;
  tls::CertificatePlan& plan = drafts.plan;
  plan = tls::CertificatePlan();
  take_text(L, "common_name", plan.common_name);
  plan.not_before = number_field(L, "not_before");
  plan.not_after = number_field(L, "not_after");
  plan.serial = static_cast<std::uint64_t>(number_field(L, "serial"));
  plan.is_authority = number_field(L, "is_authority") != 0;
  plan.for_clients = number_field(L, "for_clients") != 0;
  take_text(L, "key", plan.key);
  take_text(L, "issuer_certificate", plan.issuer_certificate);
  take_text(L, "issuer_key", plan.issuer_key);
  for (lua_Integer i = 1; lua_rawgeti(L, 2, i) == LUA_TSTRING; ++i) {
    plan.names.emplace_back(lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return tls::make_certificate(plan, drafts.text, drafts.failure);
}

// make_certificate(plan, names) -> PEM. Whether something is so is a number, 1 or 0.
int make_certificate(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, 2, LUA_TTABLE);
  luaL_checkstack(L, 8, nullptr);
  return push_pem(L, certify(L));
}

bool list_revoked(lua_State* L) {
  TlsDrafts& drafts = runtime_of(L).tls;
  tls::RevocationPlan& plan = drafts.revocations;
  plan = tls::RevocationPlan();
  take_text(L, "issuer_certificate", plan.issuer_certificate);
  take_text(L, "issuer_key", plan.issuer_key);
  plan.last_update = number_field(L, "last_update");
  plan.next_update = number_field(L, "next_update");
  for (lua_Integer i = 1; lua_rawgeti(L, 2, i) == LUA_TNUMBER; ++i) {
    plan.serials.push_back(static_cast<std::uint64_t>(lua_tointeger(L, -1)));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return tls::make_revocation_list(plan, drafts.text, drafts.failure);
}

// make_revocation_list(plan, serials) -> PEM.
int make_revocation_list(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, 2, LUA_TTABLE);
  luaL_checkstack(L, 8, nullptr);
  return push_pem(L, list_revoked(L));
}

// openssl_version() -> "OpenSSL 3.0.19 27 Jan 2026", its number.
int openssl_version(lua_State* L) {
  lua_pushstring(L, tls::version_text());
  lua_pushinteger(L, static_cast<lua_Integer>(tls::version_number()));
  return 2;
}

}  // namespace

void open_ssl_authority(lua_State* L) {
  static const luaL_Reg functions[] = {{"make_key", make_key},
                                       {"make_certificate", make_certificate},
                                       {"make_revocation_list", make_revocation_list},
                                       {"openssl_version", openssl_version},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
