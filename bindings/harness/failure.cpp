#include "bindings/harness/failure.hpp"

#include <cstdlib>
#include <cstring>

#include "bindings/errors.hpp"

namespace parley {

using runner::Failure;

namespace {

// What describe works on. It runs protected, so everything that owns memory stands outside of it.
struct Description {
  Runtime& runtime;
  lua_State* source;  // Where the error is, with the calls that led to it.
  Failure& failure;
  bool silent = false;  // It was noted before, or is none.
};

bool flagged(lua_State* L, int error, const char* flag) {
  lua_pushstring(L, flag);
  lua_rawget(L, error);
  const bool set = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return set;
}

// An exception object knows its own place and class.
void describe_exception(lua_State* L, int error, Description& description) {
  description.silent = flagged(L, error, "recorded") || flagged(L, error, "skips");
  if (lua_getfield(L, error, "__name") == LUA_TSTRING) {
    description.failure.message = std::string(lua_tostring(L, -1)) + ": " + description.failure.message;
  }
  lua_pop(L, 1);
  lua_pushliteral(L, "file");
  if (lua_rawget(L, error) == LUA_TSTRING) {
    description.failure.file = lua_tostring(L, -1);
    lua_pushliteral(L, "line");
    lua_rawget(L, error);
    description.failure.line = static_cast<int>(lua_tointeger(L, -1));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

// Lua puts "file:line: " in front of its own messages; the place is told apart from them.
void strip_position(std::string& message, const lua_Debug& record) {
  const std::string position =
      std::string(record.short_src) + ":" + std::to_string(record.currentline) + ": ";
  if (message.starts_with(position)) message.erase(0, position.size());
}

constexpr int callers_shown = 20;

// What was raised where no stack is left, in the __close of a cancelled task, say, has its place only in its
// text.
void take_place_from_text(Failure& failure) {
  const std::size_t suffix = failure.message.find(".lua:");
  if (suffix == std::string::npos) return;
  const char* digits = failure.message.c_str() + suffix + 5;
  char* end = nullptr;
  const long line = std::strtol(digits, &end, 10);
  if (end == digits || line <= 0 || std::strncmp(end, ": ", 2) != 0) return;
  failure.file = failure.message.substr(0, suffix + 4);
  failure.line = static_cast<int>(line);
  failure.message.erase(0, static_cast<std::size_t>(end + 2 - failure.message.c_str()));
}

// The text of an error; one that is no text, and has none, would show as an address.
const char* text_of(lua_State* L, int error) {
  const int type = lua_type(L, error);
  const bool has_text =
      type == LUA_TSTRING || type == LUA_TNUMBER || luaL_getmetafield(L, error, "__tostring") != LUA_TNIL;
  if (has_text) return luaL_tolstring(L, error, nullptr);
  return lua_pushfstring(L, "an error that is no text: a %s value", lua_typename(L, type));
}

// describe(description, error)
int describe(lua_State* L) {
  auto& description = *static_cast<Description*>(lua_touserdata(L, 1));
  luaL_checkstack(L, 10, nullptr);
  const int error = 2;
  description.failure.message = text_of(L, error);
  if (lua_istable(L, error)) describe_exception(L, error, description);
  note_callers(description.source, description.failure);
  if (description.failure.line == 0) take_place_from_text(description.failure);
  return 0;
}

void describe_protected(Description& description) {
  lua_State* L = description.runtime.main;
  if (lua_checkstack(L, 4) == 0 || lua_checkstack(description.source, 1) == 0) return;
  lua_pushvalue(description.source, -1);
  if (description.source != L) lua_xmove(description.source, L, 1);
  lua_pushcfunction(L, describe);
  lua_insert(L, -2);
  lua_pushlightuserdata(L, &description);
  lua_insert(L, -2);
  if (lua_pcall(L, 2, 0, 0) == LUA_OK) return;
  if (description.failure.message.empty()) {
    const char* message = lua_tostring(L, -1);
    description.failure.message = message == nullptr ? "an error without a message" : message;
    if (description.failure.line == 0) take_place_from_text(description.failure);
  }
  lua_pop(L, 1);
}

}  // namespace

void note_callers(lua_State* source, Failure& failure) {
  lua_Debug record;
  bool first = true;
  int shown = 0;
  for (int level = 0;
       level < deepest_level && shown < callers_shown && lua_getstack(source, level, &record) != 0; ++level) {
    lua_getinfo(source, "Sl", &record);
    if (record.source[0] != '@' || record.currentline <= 0) continue;
    if (first) {
      strip_position(failure.message, record);
      if (failure.line == 0) {
        failure.file = record.source + 1;
        failure.line = record.currentline;
      }
    }
    if (failure.line != record.currentline || failure.file != record.source + 1) {
      failure.message +=
          std::string("\n  called from ") + (record.source + 1) + ":" + std::to_string(record.currentline);
      ++shown;
    }
    first = false;
  }
}

void report_error(Runtime& runtime, LuaTask& task) {
  Failure failure;
  failure.role = runtime.recorder->role_name(task.role);
  Description description{runtime, task.thread, failure};
  describe_protected(description);
  if (!description.silent) runtime.fail(std::move(failure));
}

void note_error_value(Runtime& runtime, lua_State* L) {
  if (runtime.overdue) return;  // The watchdog's error: the run loop says what it means.
  Failure failure;
  if (runtime.current != nullptr) failure.role = runtime.recorder->role_name(runtime.current->role);
  Description description{runtime, L, failure};
  describe_protected(description);
  if (!description.silent) runtime.fail(std::move(failure));
}

runner::Failure describe_error(Runtime& runtime, lua_State* L) {
  Failure failure;
  Description description{runtime, L, failure};
  describe_protected(description);
  return failure;
}

void note_waiting(Runtime& runtime) {
  for (const LuaTask* task = runtime.oldest; task != nullptr; task = task->younger) {
    if (task->state != loop::Task::State::waiting) continue;
    if (runtime.recorder->is_relay(task->role)) continue;  // It waits for those that it stands between.
    lua_Debug record;
    runner::Waiting waiting{runtime.recorder->role_name(task->role), task->call, "", 0};
    if (user_place(task->innermost, &record)) {
      waiting.file = record.source + 1;
      waiting.line = record.currentline;
    }
    runtime.waiting.push_back(std::move(waiting));
  }
}

}  // namespace parley
