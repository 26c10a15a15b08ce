// sendmsg and its refusal for AF_ALG: several pieces of data, ancillary data and an address in one call. The
// sending itself is send.cpp's.
#include <cerrno>

#include "bindings/errors.hpp"
#include "bindings/socket/address.hpp"
#include "bindings/socket/ancillary.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/messages.hpp"
#include "bindings/socket/waiting.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

// As many pieces as sendmsg(2) takes (UIO_MAXIOV).
constexpr lua_Unsigned most_pieces = 1024;

// Pushes the pieces of the list at `index`, one behind the other: a message has no seams.
void push_gathered(lua_State* L, int index) {
  if (lua_type(L, index) == LUA_TSTRING || to_buffer(L, index) != nullptr) {
    raise(L, ExceptionClass::type_error, "a bytes-like object is required, not 'int'");
  }
  if (!lua_istable(L, index))
    raise(L, ExceptionClass::type_error, "sendmsg() argument 1 must be an iterable");
  std::string& bytes = runtime_of(L).message;
  bytes.clear();
  const lua_Unsigned count = lua_rawlen(L, index);
  for (lua_Unsigned i = 1; i <= count; ++i) {
    lua_rawgeti(L, index, static_cast<lua_Integer>(i));
    bytes += check_bytes(L, -1);
    lua_pop(L, 1);
  }
  if (count > most_pieces) raise_errno(L, EMSGSIZE);
  push_message(L);
}

// Stack: socket, pieces, ancillary data, flags, address as it was written, raw address or nil.
int send_to_address(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  push_gathered(L, 2);
  lua_pushvalue(L, 4);
  push_control(L, 3);
  lua_pushvalue(L, 6);
  for (int i = 5; i >= 2; --i) lua_replace(L, i);
  lua_settop(L, 5);
  return send_message(L);
}

// sendmsg(pieces[, ancillary[, flags[, address]]]) -> int. `pieces` is a list of bytes, `ancillary` one of
// {level, type, bytes}. On a blocking stream everything is sent, else maybe a part; the ancillary data goes
// with the first byte. sendmsg(2); the order of checks is CPython's.
int sendmsg_method(lua_State* L) {
  static constexpr AddressUse use{"sendmsg", send_to_address};
  check_self(L, use.method);
  check_count(L, use.method, 2, 1, 4);
  const int flags = optional_int(L, 4, 0);
  if (lua_isnone(L, 3)) lua_newtable(L);
  lua_settop(L, 5);
  lua_pushinteger(L, flags);
  lua_replace(L, 4);
  if (!lua_isnil(L, 5)) return with_address(L, 5, use);
  lua_pushnil(L);
  return send_to_address(L, LUA_OK, no_deadline_yet);
}

// sendmsg_afalg(...) is for the kernel's cryptography, of which no other family knows.
int sendmsg_afalg_method(lua_State* L) {
  check_self(L, "sendmsg_afalg");
  raise(L, ExceptionClass::os_error, "algset is only supported for AF_ALG");
}

}  // namespace

void open_socket_messages(lua_State* L) {
  static const luaL_Reg methods[] = {
      {"sendmsg", sendmsg_method}, {"sendmsg_afalg", sendmsg_afalg_method}, {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
  open_message_receiving(L);
}

}  // namespace parley
