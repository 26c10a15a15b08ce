// inet_aton and its kin, htons and its kin: conversions that ask nobody.
#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/socket.hpp"
#include "engine/net/conversion.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

int push_packed(lua_State* L, const Result<net::PackedAddress>& packed) {
  if (!packed.ok()) raise_error(L, packed.error());
  lua_pushlstring(L, packed.value().view().data(), packed.value().length);
  return 1;
}

// inet_aton(text) -> 4 bytes.
int inet_aton_function(lua_State* L) {
  check_count(L, "inet_aton", 1, 1, 1);
  const std::string_view text = check_text(L, "inet_aton", 1);
  if (text.find('\0') != std::string_view::npos)
    raise(L, ExceptionClass::value_error, "embedded null character");
  return push_packed(L, net::inet_aton(text));
}

// inet_ntoa(4 bytes) -> text.
int inet_ntoa_function(lua_State* L) {
  check_count(L, "inet_ntoa", 1, 1, 1);
  const Error error = runtime_of(L).keep(net::inet_ntoa(check_bytes(L, 1)));
  if (error) raise_error(L, error);
  return push_message(L);
}

// inet_pton(family, text) -> 4 or 16 bytes.
int inet_pton_function(lua_State* L) {
  check_count(L, "inet_pton", 1, 2, 2);
  const int family = check_int(L, 1);
  return push_packed(L, net::inet_pton(family, check_text(L, "inet_pton", 2)));
}

// inet_ntop(family, bytes) -> text. Its errors are ValueErrors.
int inet_ntop_function(lua_State* L) {
  check_count(L, "inet_ntop", 1, 2, 2);
  const int family = check_int(L, 1);
  const Error error = runtime_of(L).keep(net::inet_ntop(family, check_bytes(L, 2)));
  if (error) raise(L, ExceptionClass::value_error, "%s", error.message());
  return push_message(L);
}

void keep_range_message(Runtime& runtime, const char* function, net::RangeError range) {
  runtime.message = net::range_message(function, range);
}

int swap(lua_State* L, const char* function, net::Swapped (*swapped)(std::int64_t), bool wide) {
  if (wide) {
    check_one_given(L, function);
  } else {
    check_count(L, function, 1, 1, 1);
  }
  if (wide && !lua_isinteger(L, 1)) {
    raise(L, ExceptionClass::type_error, "expected int, %s found", python_type(L, 1));
  }
  const net::Swapped result = swapped(check_size(L, 1));
  if (!result.ok()) {
    keep_range_message(runtime_of(L), function, result.range);
    raise(L, ExceptionClass::overflow_error, "%s", runtime_of(L).message.c_str());
  }
  lua_pushinteger(L, result.value);
  return 1;
}

int htons_function(lua_State* L) { return swap(L, "htons", net::swap_16, false); }
int ntohs_function(lua_State* L) { return swap(L, "ntohs", net::swap_16, false); }
int htonl_function(lua_State* L) { return swap(L, "htonl", net::swap_32, true); }
int ntohl_function(lua_State* L) { return swap(L, "ntohl", net::swap_32, true); }

}  // namespace

void open_conversions(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"inet_aton", inet_aton_function}, {"inet_ntoa", inet_ntoa_function}, {"inet_pton", inet_pton_function},
      {"inet_ntop", inet_ntop_function}, {"htons", htons_function},         {"ntohs", ntohs_function},
      {"htonl", htonl_function},         {"ntohl", ntohl_function},         {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
