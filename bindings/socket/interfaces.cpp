// The interfaces of the scenario's network, by number and by name, and the name of its machine.
#include <unistd.h>

#include <cerrno>

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

// The only argument, a name as os.fsencode takes it.
std::string_view check_system_name(lua_State* L) {
  if (lua_type(L, 1) == LUA_TSTRING) return check_bytes(L, 1);
  raise(L, ExceptionClass::type_error, "expected str, bytes or os.PathLike object, not %s",
        python_type(L, 1));
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

// if_nametoindex(name) -> number. The name is a string, as for all that CPython takes for a name of a file.
// Error: of the module's own, where there is none. if_nametoindex(3).
int if_nametoindex_function(lua_State* L) {
  check_count(L, "if_nametoindex", 1, 1, 1);
  const std::string_view name = check_system_name(L);
  if (name.find('\0') != name.npos) raise(L, ExceptionClass::value_error, "embedded null byte");
  const Result<unsigned> index = net::interface_index(name.data());
  if (!index.ok()) raise_error(L, index.error());
  lua_pushinteger(L, index.value());
  return 1;
}

// if_indextoname(number) -> name. Error: ENXIO. Of the number 32 bits count, as in CPython 3.11.
// if_indextoname(3).
int if_indextoname_function(lua_State* L) {
  check_one_given(L, "if_indextoname");
  if (!lua_isinteger(L, 1) && !lua_isboolean(L, 1))
    raise(L, ExceptionClass::type_error, "an integer is required");
  const lua_Integer index = check_size(L, 1);  // CPython cuts it to an unsigned int.
  if (index < 0) raise(L, ExceptionClass::overflow_error, "can't convert negative value to unsigned int");
  const Error error = runtime_of(L).keep(net::interface_name(static_cast<unsigned>(index)));
  if (error) raise_error(L, error);
  return push_message(L);
}

// sethostname(name). Error: EPERM without privilege. Where the scenario is on the host's network it would
// rename the machine itself, and is refused. sethostname(2).
int sethostname_function(lua_State* L) {
  check_count(L, "sethostname", 1, 1, 1);
  const std::string_view name = to_buffer(L, 1) != nullptr ? check_bytes(L, 1) : check_system_name(L);
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
