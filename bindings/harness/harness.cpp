#include "bindings/harness/harness.hpp"

#include <cstring>
#include <vector>

#include "bindings/errors.hpp"
#include "bindings/fault/module.hpp"
#include "bindings/load/loads.hpp"
#include "bindings/load/share.hpp"
#include "bindings/process/processes.hpp"
#include "bindings/protocol/module.hpp"
#include "bindings/select/module.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/ssl/module.hpp"
#include "bindings/task/task.hpp"
#include "engine/base/escape.hpp"
#include "engine/base/nearest.hpp"
#include "engine/world/privileges.hpp"

namespace parley {

namespace {

void keep_quoted(Runtime& runtime, std::string_view bytes) { runtime.message = quoted(bytes); }

// quote(bytes) -> text in C escapes between double quotes.
int quote(lua_State* L) {
  std::size_t size = 0;
  const char* bytes = luaL_checklstring(L, 1, &size);
  Runtime& runtime = runtime_of(L);
  keep_quoted(runtime, {bytes, size});
  return push_message(L);
}

void find_nearest(lua_State* L, Runtime& runtime, std::string_view word) {
  std::vector<std::string_view> known;
  const lua_Unsigned count = lua_rawlen(L, 2);
  for (lua_Unsigned i = 1; i <= count; ++i) {
    lua_rawgeti(L, 2, static_cast<lua_Integer>(i));
    std::size_t size = 0;
    const char* name = lua_tolstring(L, -1, &size);  // A string already: nothing is allocated.
    if (name != nullptr) known.emplace_back(name, size);
    lua_pop(L, 1);
  }
  runtime.message = nearest(word, known);
}

// nearest(word, list of strings) -> the one most like it, or nothing.
int nearest_function(lua_State* L) {
  std::size_t size = 0;
  const char* word = luaL_checklstring(L, 1, &size);
  luaL_checktype(L, 2, LUA_TTABLE);
  Runtime& runtime = runtime_of(L);
  find_nearest(L, runtime, {word, size});
  if (runtime.message.empty()) return 0;
  return push_message(L);
}

// raise(class, message): raises an exception whose place is the script's.
int raise_function(lua_State* L) {
  const char* wanted = luaL_checkstring(L, 1);
  const char* message = luaL_checkstring(L, 2);
  for (const net::ExceptionClass kind : net::exception_classes()) {
    if (std::strcmp(net::name_of(kind), wanted) == 0) raise(L, kind, "%s", message);
  }
  return luaL_error(L, "there is no class '%s'", wanted);
}

int exception_tree(lua_State* L) {
  push_exception_tree(L);
  return 1;
}

int take_exception_classes(lua_State* L) {
  lua_settop(L, 1);
  set_exception_classes(L);
  return 0;
}

// set_metatable(name, fields): gives the fields to the metatable that the native half knows by this name.
int set_metatable(lua_State* L) {
  luaL_newmetatable(L, luaL_checkstring(L, 1));
  lua_pushnil(L);
  while (lua_next(L, 2) != 0) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, 3);
  }
  return 0;
}

// place([fn]) -> file, line of the innermost function of a script; and the line on which `fn` ends, where
// that stands right there, else the same line.
int place(lua_State* L) {
  lua_Debug record;
  if (!user_place(L, &record)) return 0;
  lua_pushlstring(L, record.source + 1, record.srclen - 1);
  lua_pushinteger(L, record.currentline);
  if (lua_isnone(L, 1)) return 2;
  lua_Debug function;
  lua_pushvalue(L, 1);
  lua_getinfo(L, ">S", &function);
  const bool here =
      std::strcmp(function.source, record.source) == 0 && function.linedefined >= record.currentline;
  lua_pushinteger(L, here ? function.lastlinedefined : record.currentline);
  return 3;
}

// drop_privileges(): the scenario's process goes on without any capability.
int drop_privileges_function(lua_State* L) {
  const Error error = world::drop_privileges();
  if (error) raise_error(L, error);
  return 0;
}

// type_name(value) -> what Python calls its type.
int type_name(lua_State* L) {
  lua_pushstring(L, python_type(L, 1));
  return 1;
}

}  // namespace

void open_support(lua_State* L) {
  static const luaL_Reg functions[] = {{"quote", quote},
                                       {"nearest", nearest_function},
                                       {"raise", raise_function},
                                       {"exception_tree", exception_tree},
                                       {"set_exception_classes", take_exception_classes},
                                       {"set_metatable", set_metatable},
                                       {"place", place},
                                       {"type_name", type_name},
                                       {"drop_privileges", drop_privileges_function},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

void push_core(lua_State* L) {
  lua_newtable(L);
  open_support(L);
  open_tasks(L);
  open_console(L);
  open_files(L);
  open_open_files(L);
  open_expectations(L);
  open_goldens(L);
  open_name_server(L);
  open_codings(L);
  open_protocols(L);
  open_faults(L);
  open_loads(L);
  open_shares(L);
  push_socket_module(L);
  lua_setfield(L, -2, "socket");
  push_process_module(L);
  lua_setfield(L, -2, "process");
  push_select_module(L);
  lua_setfield(L, -2, "select");
  open_ssl(L);
}

}  // namespace parley
