// The interfaces of the scenario's network, by number and by name, and the name of its machine.
#include <unistd.h>

#include <cerrno>
#include <climits>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/socket.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

Error keep_interfaces(Runtime& runtime) {
  Result<std::vector<net::Interface>> interfaces = net::interfaces();
  if (interfaces.ok()) runtime.interfaces = std::move(*interfaces);
  return interfaces.error();
}

// if_nameindex() -> a list of {number, name}. if_nameindex(3).
int if_nameindex_function(lua_State* L) {
  check_nothing_given(L, "_socket.if_nameindex");
  const Error error = keep_interfaces(runtime_of(L));
  if (error) raise_error(L, error);
  const std::vector<net::Interface>& interfaces = runtime_of(L).interfaces;
  lua_createtable(L, static_cast<int>(interfaces.size()), 0);
  lua_Integer position = 0;
  for (const net::Interface& interface : interfaces) {
    lua_createtable(L, 2, 0);
    lua_pushinteger(L, interface.index);
    lua_rawseti(L, -2, 1);
    lua_pushstring(L, interface.name.c_str());
    lua_rawseti(L, -2, 2);
    lua_rawseti(L, -2, ++position);
  }
  return 1;
}

// if_nametoindex(name) -> number. if_nametoindex(3).
int if_nametoindex_function(lua_State* L) {
  check_count(L, "if_nametoindex", 1, 1, 1);
  const Result<unsigned> index = net::interface_index(check_bytes(L, 1).data());
  if (!index.ok()) raise_error(L, index.error());
  lua_pushinteger(L, index.value());
  return 1;
}

// if_indextoname(number) -> name. Error: ENXIO. if_indextoname(3).
int if_indextoname_function(lua_State* L) {
  const int given = lua_gettop(L);
  if (given != 1) {
    raise(L, ExceptionClass::type_error, "_socket.if_indextoname() takes exactly one argument (%d given)",
          given);
  }
  const lua_Integer index = check_size(L, 1);
  if (index < 0) raise(L, ExceptionClass::overflow_error, "can't convert negative value to unsigned int");
  if (index > UINT_MAX) raise(L, ExceptionClass::overflow_error, "Python int too large to convert to C int");
  const Error error = runtime_of(L).keep(net::interface_name(static_cast<unsigned>(index)));
  if (error) raise_error(L, error);
  return push_message(L);
}

// sethostname(name). Error: EPERM without privilege. Where the scenario is on the host's network it would
// rename the machine itself, and is refused. sethostname(2).
int sethostname_function(lua_State* L) {
  check_count(L, "sethostname", 1, 1, 1);
  if (lua_type(L, 1) != LUA_TSTRING && to_buffer(L, 1) == nullptr) {
    raise(L, ExceptionClass::type_error, "expected str, bytes or os.PathLike object, not %s",
          python_type(L, 1));
  }
  const std::string_view name = check_bytes(L, 1);
  const Runtime& runtime = runtime_of(L);
  if (runtime.surroundings == nullptr || !runtime.surroundings->private_network) {
    raise(L, ExceptionClass::runtime_error,
          "sethostname() would rename this machine: it takes a scenario with a network of its own "
          "(requires = { \"private\" })");
  }
  if (::sethostname(name.data(), name.size()) != 0) raise_errno(L, errno);
  return return_none(L);
}

}  // namespace

void open_interfaces(lua_State* L) {
  static const luaL_Reg functions[] = {{"if_nameindex", if_nameindex_function},
                                       {"if_nametoindex", if_nametoindex_function},
                                       {"if_indextoname", if_indextoname_function},
                                       {"sethostname", sethostname_function},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
