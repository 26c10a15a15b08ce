#include "bindings/state.hpp"

#include <cstdlib>
#include <utility>

#include "bindings/embedded.hpp"
#include "bindings/errors.hpp"
#include "bindings/harness/failure.hpp"
#include "bindings/harness/harness.hpp"
#include "bindings/socket/shape.hpp"
#include "bindings/task/coroutines.hpp"
#include "bindings/task/task.hpp"
#include "bindings/task/watchdog.hpp"
#include "engine/base/file.hpp"

namespace parley {

namespace {

// The runner gives loading 5 s; before that, this process can still say where it hangs.
constexpr Duration loading_limit = std::chrono::seconds(4);

const char import_cache_key = 0;
const char core_key = 0;

const EmbeddedChunk* find_embedded(std::string_view name) {
  for (const EmbeddedChunk& chunk : embedded_chunks()) {
    if (chunk.name == name) return &chunk;
  }
  return nullptr;
}

// import(name): the result of an embedded file, which runs once.
int import_embedded(lua_State* L) {
  const char* name = luaL_checkstring(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &import_cache_key);
  if (lua_getfield(L, 2, name) != LUA_TNIL) return 1;
  const EmbeddedChunk* chunk = find_embedded(name);
  if (chunk == nullptr) return luaL_error(L, "there is no embedded file '%s'", name);
  const std::string_view code = chunk->bytecode;
  if (luaL_loadbufferx(L, code.data(), code.size(), name, "b") != LUA_OK) return lua_error(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &core_key);
  lua_pushcfunction(L, import_embedded);
  lua_call(L, 2, 1);
  if (lua_isnil(L, -1)) lua_pushboolean(L, 1);
  lua_pushvalue(L, -1);
  lua_setfield(L, 2, name);
  return 1;
}

void open_libraries(lua_State* L) {
  static const luaL_Reg libraries[] = {{LUA_GNAME, luaopen_base},       {LUA_COLIBNAME, luaopen_coroutine},
                                       {LUA_TABLIBNAME, luaopen_table}, {LUA_STRLIBNAME, luaopen_string},
                                       {LUA_MATHLIBNAME, luaopen_math}, {LUA_UTF8LIBNAME, luaopen_utf8},
                                       {LUA_OSLIBNAME, luaopen_os},     {nullptr, nullptr}};
  for (const luaL_Reg* library = libraries; library->func != nullptr; ++library) {
    luaL_requiref(L, library->name, library->func, 1);
    lua_pop(L, 1);
  }
}

// What Lua says of an error that is an object, as ours are.
constexpr const char* unnamed_error = "error object is not a string";

// Lua warns of an error in a __gc, where nobody could catch it. It is a failure of the scenario.
void take_warning(void* data, const char* text, int continues) {
  auto& runtime = *static_cast<Runtime*>(data);
  runtime.warning += text;
  if (continues != 0) return;
  runner::Failure failure;
  failure.message = std::exchange(runtime.warning, {});
  if (failure.message.find(unnamed_error) != std::string::npos) {
    if (runtime.last_raised.kind == runner::Failure::Kind::expectation) return;
    failure = runtime.last_raised;
    failure.message = "error in __gc: " + failure.message;
  }
  runtime.fail(std::move(failure));
}

int set_up(lua_State* L) {
  lua_gc(L, LUA_GCSTOP);  // Nothing of this is garbage.
  open_libraries(L);
  open_coroutines(L);
  lua_setwarnf(L, take_warning, &runtime_of(L));
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &import_cache_key);
  push_core(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &core_key);
  push_embedded(L, "prelude");
  lua_pop(L, 1);
  prepare_shapes(L);
  // So that a small scenario ends before the collector begins, and writes to few of the pages that it shares
  // with its parent.
  lua_gc(L, LUA_GCRESTART);
  runtime_of(L).collector.begin(L);
  lua_gc(L, LUA_GCCOLLECT);
  return 0;
}

// Lua puts "file:line: " in front of what it says of a syntax error.
void split_position(runner::Failure& problem) {
  for (std::size_t at = problem.message.find(':'); at != std::string::npos;
       at = problem.message.find(':', at + 1)) {
    const char* digits = problem.message.c_str() + at + 1;
    char* end = nullptr;
    const long line = std::strtol(digits, &end, 10);
    if (end == digits || line <= 0 || std::string_view(end).substr(0, 2) != ": ") continue;
    problem.line = static_cast<int>(line);
    problem.message.erase(0, static_cast<std::size_t>(end - problem.message.c_str()) + 2);
    return;
  }
}

// A first line for the shell is none of Lua's.
void skip_shebang(std::string& text) {
  if (text.starts_with('#')) text.insert(0, "--");
}

bool refuse(runner::Failure& problem, const std::string& path, std::string message) {
  problem.file = path;
  problem.message = std::move(message);
  return false;
}

int run_script(lua_State* L) {
  const auto& path = *static_cast<const std::string*>(lua_touserdata(L, 1));
  const char* chunk = lua_pushfstring(L, "@%s", path.c_str());
  const std::string& text = runtime_of(L).message;
  runtime_of(L).compiles = true;
  if (luaL_loadbufferx(L, text.data(), text.size(), chunk, "t") != LUA_OK) return lua_error(L);
  runtime_of(L).compiles = false;
  lua_call(L, 0, 0);
  return 0;
}

}  // namespace

bool call_protected(Runtime& runtime, lua_CFunction function, void* argument, runner::Failure& problem) {
  lua_State* L = runtime.main;
  lua_pushcfunction(L, function);
  lua_pushlightuserdata(L, argument);
  // With a message handler, so that the place of an error is still known.
  const auto describe_now = [](lua_State* inner) {
    Runtime& own = runtime_of(inner);
    own.problem = describe_error(own, inner);
    return 0;
  };
  lua_pushcfunction(L, describe_now);
  lua_insert(L, 1);
  const int status = lua_pcall(L, 1, 0, 1);
  if (status == LUA_ERRMEM) runtime.problem.message = "not enough memory";
  lua_settop(L, 0);
  if (status != LUA_OK) problem = runtime.problem;
  return status == LUA_OK;
}

void push_embedded(lua_State* L, const char* name) {
  lua_pushcfunction(L, import_embedded);
  lua_pushstring(L, name);
  lua_call(L, 1, 1);
}

bool open_state(Runtime& runtime, runner::Failure& problem) {
  if (runtime.main == nullptr) {
    problem.message = "not enough memory for a Lua state";
    return false;
  }
  return call_protected(runtime, set_up, nullptr, problem);
}

bool load_script(Runtime& runtime, const std::string& path, runner::Failure& problem) {
  runtime.script = path;
  const Error error = read_whole_file(path.c_str(), runtime.message);
  if (error) return refuse(problem, path, std::string("cannot be read: ") + error.message());
  if (runtime.message.starts_with('\x1b'))
    return refuse(problem, path, "a compiled chunk of Lua; parley runs source");
  if (runtime.message.find('\0') != std::string::npos)
    return refuse(problem, path, "no Lua: the file has NUL bytes");
  skip_shebang(runtime.message);
  set_watchdog(runtime, loading_limit);
  runtime.running = runtime.main;
  const bool loaded = call_protected(runtime, run_script, const_cast<std::string*>(&path), problem);
  runtime.running = nullptr;
  if (!loaded && runtime.compiles) split_position(problem);
  if (!loaded && runtime.overdue)
    problem.message = "loading it did not end: a script only registers its scenarios";
  stop_watchdog(runtime);
  return loaded;
}

}  // namespace parley
