// start: from what Lua checked to a running process.
#include <pwd.h>

#include <cstdlib>
#include <optional>
#include <utility>

#include "bindings/errors.hpp"
#include "bindings/events/notes.hpp"
#include "bindings/process/module.hpp"
#include "bindings/task/task.hpp"

namespace parley {

namespace {

// The strings of the table in the field `name` of the options, at stack index 1.
void take_strings(lua_State* L, const char* name, std::vector<std::string>& texts) {
  texts.clear();
  if (lua_getfield(L, 1, name) == LUA_TTABLE) {
    for (lua_Integer i = 1; lua_rawgeti(L, -1, i) == LUA_TSTRING; ++i) {
      texts.emplace_back(lua_tostring(L, -1));
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

// The string in the field `name`; the options hold it.
const char* text_field(lua_State* L, const char* name) {
  lua_getfield(L, 1, name);
  const char* text = luaL_checkstring(L, -1);
  lua_pop(L, 1);
  return text;
}

bool flag_field(lua_State* L, const char* name) {
  lua_getfield(L, 1, name);
  const bool set = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return set;
}

Managed& add_process(lua_State* L, Runtime& runtime, const char* name) {
  Processes& processes = processes_of(runtime);
  Managed& managed = *processes.all.emplace_back(std::make_unique<Managed>(runtime.scheduler));
  managed.name = name;
  managed.role = runtime.recorder->declare_role(name);
  managed.directory = processes.draft.directory;
  managed.is_fixture = begins_fixture(runtime);
  managed.process.tell_output([&](std::string_view bytes, bool is_error) {
    runtime.printed.add(managed.name, bytes, runtime.scheduler.now());
    if (runtime.events != nullptr)
      runtime.events->printed(managed.name, is_error ? "stderr" : "stdout", bytes);
  });
  if (runtime.events != nullptr) {
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

std::optional<process::User> user_field(lua_State* L) {
  std::optional<process::User> user;
  if (lua_getfield(L, 1, "user") == LUA_TTABLE) {
    lua_rawgeti(L, -1, 1);
    lua_rawgeti(L, -2, 2);
    user = process::User{static_cast<uid_t>(lua_tointeger(L, -2)), static_cast<gid_t>(lua_tointeger(L, -1))};
    lua_pop(L, 2);
  }
  lua_pop(L, 1);
  return user;
}

// Of the draft, what has a destructor is not on the stack: Lua may raise. Leaves the sockets on the top of
// the stack.
void take_draft(lua_State* L, Processes& processes) {
  process::Program& draft = processes.draft;
  take_strings(L, "command", draft.arguments);
  take_strings(L, "environment", draft.environment);
  take_strings(L, "logs", processes.draft_logs);
  draft.directory = text_field(L, "cwd");
  draft.user = user_field(L);
  lua_getfield(L, 1, "sockets");
  take_sockets(L, lua_gettop(L), processes.draft_sockets);
  draft.descriptors.clear();
  for (const Descriptor& socket : processes.draft_sockets) draft.descriptors.push_back(socket.get());
}

// `skips_old`: it takes the place of one that has written to the same files.
Error begin(Runtime& runtime, Managed& managed, bool wants_input, bool skips_old) {
  Processes& processes = processes_of(runtime);
  managed.sockets = std::move(processes.draft_sockets);
  for (const std::string& path : processes.draft_logs) {
    const std::string source = managed.name + " " + path.substr(path.rfind('/') + 1);
    const auto told = [&runtime, source](std::string_view bytes) {
      runtime.printed.add(source, bytes, runtime.scheduler.now());
    };
    runtime.message = path;
    if (const Error error = managed.process.tail(path, skips_old, told)) return error;
  }
  return managed.process.start(processes.draft, wants_input, runtime.message);
}

// start(options) -> number, pid. Of process.start's, checked: name, command, environment, cwd, and perhaps
// wants_input, user = { uid, gid }, logs (absolute paths), and sockets: a table of them, or the number of the
// process that this one replaces and whose sockets it is handed. The texts have no NUL.
int start(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  lua_settop(L, 1);
  take_draft(L, processes_of(runtime));
  Managed& managed = add_process(L, runtime, text_field(L, "name"));
  const Error error = begin(runtime, managed, flag_field(L, "wants_input"), flag_field(L, "replaces"));
  if (error) {
    processes_of(runtime).all.pop_back();
    keep_sockets(L, lua_gettop(L));
    raise_start(L, error);
  }
  give_sockets(L, lua_gettop(L));
  if (runtime.events != nullptr)
    runtime.events->started(managed.name, processes_of(runtime).draft.arguments, managed.process.pid());
  lua_pushinteger(L, static_cast<lua_Integer>(processes_of(runtime).all.size()));
  lua_pushinteger(L, managed.process.pid());
  return 2;
}

// user_of(name) -> uid, gid as this machine has them; nil for a name that it does not know. getpwnam(3).
int user_of(lua_State* L) {
  const passwd* entry = getpwnam(luaL_checkstring(L, 1));
  if (entry == nullptr) return 0;
  lua_pushinteger(L, entry->pw_uid);
  lua_pushinteger(L, entry->pw_gid);
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
  static const luaL_Reg functions[] = {
      {"start", start}, {"user_of", user_of}, {"search_path", search_path}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
