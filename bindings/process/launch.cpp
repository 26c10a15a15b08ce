// start: from what Lua checked to a running process.
#include <cstdlib>

#include "bindings/errors.hpp"
#include "bindings/events/notes.hpp"
#include "bindings/process/module.hpp"
#include "bindings/task/task.hpp"

namespace parley {

namespace {

void take_strings(lua_State* L, int index, std::vector<std::string>& texts) {
  texts.clear();
  for (lua_Integer i = 1; lua_rawgeti(L, index, i) == LUA_TSTRING; ++i) {
    texts.emplace_back(lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

Managed& add_process(lua_State* L, Runtime& runtime, const char* name) {
  Processes& processes = processes_of(runtime);
  Managed& managed = *processes.all.emplace_back(std::make_unique<Managed>(runtime.scheduler));
  managed.name = name;
  managed.role = runtime.recorder->declare_role(name);
  managed.directory = processes.draft.directory;
  managed.is_fixture = begins_fixture(runtime);
  if (runtime.events != nullptr) {
    managed.process.tell_output([&](std::string_view bytes, bool is_error) {
      runtime.events->printed(managed.name, is_error ? "stderr" : "stdout", bytes);
    });
    managed.process.tell_end(
        [&](const process::Status& status) { runtime.events->ended(managed.name, status); });
  }
  lua_Debug record;
  if (user_place(L, &record)) managed.place = {record.source + 1, record.currentline};
  return managed;
}

// As CPython's subprocess says it: the words of errno, and what it is about.
[[noreturn]] void raise_start(lua_State* L, const Error& error) {
  const std::string& culprit = runtime_of(L).message;
  const char* text =
      culprit.empty() ? error.message() : lua_pushfstring(L, "%s: '%s'", error.message(), culprit.c_str());
  push_exception(L, net::class_of(error), error.code(), text);
  lua_error(L);
  __builtin_unreachable();
}

Error begin(Runtime& runtime, Managed& managed, bool wants_input) {
  return managed.process.start(processes_of(runtime).draft, wants_input, runtime.message);
}

// start(name, arguments, environment, directory, wants_input) -> number, pid. The names and texts have no
// NUL.
int start(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  process::Program& draft = processes_of(runtime).draft;
  const char* name = luaL_checkstring(L, 1);
  take_strings(L, 2, draft.arguments);
  take_strings(L, 3, draft.environment);
  draft.directory = luaL_checkstring(L, 4);
  Managed& managed = add_process(L, runtime, name);
  const Error error = begin(runtime, managed, lua_toboolean(L, 5) != 0);
  if (error) {
    processes_of(runtime).all.pop_back();
    raise_start(L, error);
  }
  if (runtime.events != nullptr)
    runtime.events->started(managed.name, draft.arguments, managed.process.pid());
  lua_pushinteger(L, static_cast<lua_Integer>(processes_of(runtime).all.size()));
  lua_pushinteger(L, managed.process.pid());
  return 2;
}

// search_path() -> parley's own PATH.
int search_path(lua_State* L) {
  const char* path = std::getenv("PATH");
  lua_pushstring(L, path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin");
  return 1;
}

}  // namespace

void open_process_launch(lua_State* L) {
  static const luaL_Reg functions[] = {{"start", start}, {"search_path", search_path}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
