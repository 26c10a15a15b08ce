// ssl.RAND_bytes and ssl.RAND_status, after CPython's Modules/_ssl.c.
#include "bindings/errors.hpp"
#include "bindings/ssl/module.hpp"
#include "bindings/ssl/session.hpp"
#include "engine/net/tls_failure.hpp"
#include "engine/net/tls_random.hpp"

namespace parley {

namespace {

// random_bytes(size) -> so many bytes; size is an integer that is not below 0.
int random_bytes(lua_State* L) {
  const auto size = static_cast<std::size_t>(luaL_checkinteger(L, 1));
  luaL_Buffer buffer;
  char* space = luaL_buffinitsize(L, &buffer, size);
  if (!tls::fill_with_random({space, size})) {
    runtime_of(L).tls.failure = tls::take_failure();
    raise_tls(L);
  }
  luaL_pushresultsize(&buffer, size);
  return 1;
}

// is_random_seeded() -> bool.
int is_random_seeded(lua_State* L) {
  lua_pushboolean(L, tls::is_random_seeded() ? 1 : 0);
  return 1;
}

}  // namespace

void open_ssl_random(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"random_bytes", random_bytes}, {"is_random_seeded", is_random_seeded}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
