// What the Lua half of the API builds tasks, events and barriers from.
#include <cmath>
#include <utility>

#include "bindings/errors.hpp"
#include "bindings/task/task.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

LuaTask& check_task(lua_State* L, int index) {
  LuaTask* task = to_task(L, index);
  if (task == nullptr)
    raise(L, ExceptionClass::type_error, "a task is expected here, not a %s", luaL_typename(L, index));
  return *task;
}

// spawn(kind, name, fn, ...) -> task. kind: "body", "role", "background".
int spawn_function(lua_State* L) {
  static const char* const kinds[] = {"body", "role", "background", nullptr};
  const auto kind = static_cast<TaskKind>(luaL_checkoption(L, 1, nullptr, kinds));
  const char* name = luaL_checkstring(L, 2);
  luaL_checktype(L, 3, LUA_TFUNCTION);
  const transcript::Role role = runtime_of(L).recorder->declare_role(name);
  spawn(L, kind, role, lua_gettop(L) - 3);
  return 1;
}

// The running task knows what `mind` does, which may be null. In a __gc no task runs.
void learn(const Runtime& runtime, transcript::Mind* mind) {
  if (mind != nullptr && runtime.current != nullptr) mind->tell(*runtime.current->mind);
}

int push_results(lua_State* L, const LuaTask& task) {
  if (task.failed || task.pending == 0) return 0;
  luaL_checkstack(L, task.pending, "too many results");
  if (!lua_checkstack(task.thread, task.pending)) raise(L, ExceptionClass::memory_error, "too many results");
  for (int i = 1; i <= task.pending; ++i) lua_pushvalue(task.thread, i);
  lua_xmove(task.thread, L, task.pending);
  return task.pending;
}

int join_retry(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  LuaTask& task = check_task(L, 1);
  if (task.state == loop::Task::State::done) {
    learn(runtime_of(L), task.mind);
    return push_results(L, task);
  }
  LuaTask& joiner = *runtime_of(L).current;
  if (std::exchange(joiner.joining, &task) != &task) ++task.dependents;
  return wait(L, never, "task:join", 0, join_retry);
}

// join(task) -> what its function returned; waits for its end.
int join_function(lua_State* L) {
  if (&check_task(L, 1) == runtime_of(L).current) {
    raise(L, ExceptionClass::runtime_error, "a task cannot join itself");
  }
  return join_retry(L, LUA_OK, 0);
}

// cancel(task): ends it where it waits.
int cancel_function(lua_State* L) {
  LuaTask& task = check_task(L, 1);
  Runtime& runtime = runtime_of(L);
  if (&task == runtime.current) raise(L, ExceptionClass::runtime_error, "a task cannot cancel itself");
  cancel(runtime, task);
  return 0;
}

// current() -> the running task; nil where none runs.
int current_function(lua_State* L) {
  const LuaTask* const task = runtime_of(L).current;
  if (task == nullptr) return 0;
  lua_rawgeti(L, LUA_REGISTRYINDEX, task->reference);
  return 1;
}

int parked(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  lua_pushboolean(L, runtime_of(L).current->wake != loop::Wake::timeout);
  return 1;
}

// park(call): waits until somebody wakes this task.
int park_function(lua_State* L) { return wait(L, never, luaL_checkstring(L, 1), 0, parked); }

// wake(task): makes a parked task run again.
int wake_function(lua_State* L) {
  runtime_of(L).scheduler.wake(check_task(L, 1));
  return 0;
}

// tell(mind) -> mind: leaves there, for whoever comes to learn, what the running task knows of conversations.
// `mind` may be nil; so is what comes back where there is nothing to know.
int tell_function(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  auto* mind = static_cast<transcript::Mind*>(lua_touserdata(L, 1));
  transcript::Mind* const own = runtime.current == nullptr ? nullptr : runtime.current->mind;
  if (mind == nullptr && own != nullptr && !own->is_empty()) mind = &runtime.minds.emplace_back();
  if (mind == nullptr) return 0;
  if (own != nullptr) own->tell(*mind);
  lua_pushlightuserdata(L, mind);
  return 1;
}

// learn(mind): the running task knows what was left there. `mind` may be nil.
int learn_function(lua_State* L) {
  learn(runtime_of(L), static_cast<transcript::Mind*>(lua_touserdata(L, 1)));
  return 0;
}

// sleep(seconds): lets the others run for that long.
int sleep_function(lua_State* L) {
  if (lua_type(L, 1) != LUA_TNUMBER) {
    raise(L, ExceptionClass::type_error, "t:sleep() takes a number of seconds, not a %s",
          luaL_typename(L, 1));
  }
  const double length = lua_tonumber(L, 1);
  if (!(length >= 0) || length > 1e9)
    raise(L, ExceptionClass::value_error, "t:sleep(): the number of seconds is out of range");
  const Instant end = runtime_of(L).scheduler.now() + Duration(std::llround(length * 1e9));
  return wait(L, end, "t:sleep", 0, parked);
}

}  // namespace

void open_tasks(lua_State* L) {
  static const luaL_Reg functions[] = {{"spawn", spawn_function},   {"join", join_function},
                                       {"cancel", cancel_function}, {"current", current_function},
                                       {"park", park_function},     {"wake", wake_function},
                                       {"sleep", sleep_function},   {"tell", tell_function},
                                       {"learn", learn_function},   {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
