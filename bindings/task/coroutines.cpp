// coroutine.resume, wrap and yield for scripts. A script's own coroutines and the tasks of parley are both
// Lua coroutines; what tells them apart is who yields. A plain yield goes to whoever resumed, as ever; a call
// that waits passes upwards through every resume until it reaches the scheduler, and comes back the same way.
#include "bindings/task/coroutines.hpp"

#include "bindings/errors.hpp"
#include "bindings/task/task.hpp"

namespace parley {

namespace {

enum Style : lua_KContext { as_resume, as_wrap };

int resume_again(lua_State* L, int status, lua_KContext style);

// Lua's message for a string error in a wrapped coroutine gets the caller's position in front.
int raise_from(lua_State* L, lua_State* inner) {
  if (lua_status(inner) > LUA_YIELD) lua_resetthread(inner);  // Closes its pending variables.
  lua_xmove(inner, L, 1);
  if (lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

int hand_over(lua_State* L, lua_State* inner, int status, int results, lua_KContext style) {
  const bool failed = status != LUA_OK && status != LUA_YIELD;
  if (failed && style == as_wrap) return raise_from(L, inner);
  const int count = failed ? 1 : results;
  if (!lua_checkstack(L, count + 1)) {
    lua_pop(inner, count);
    raise(L, net::ExceptionClass::memory_error, "too many results of a coroutine");
  }
  if (style == as_resume) lua_pushboolean(L, failed ? 0 : 1);
  lua_xmove(inner, L, count);
  return count + (style == as_resume ? 1 : 0);
}

int step(lua_State* L, int arguments, lua_KContext style) {
  Runtime& runtime = runtime_of(L);
  lua_State* inner = lua_tothread(L, style == as_wrap ? lua_upvalueindex(1) : 1);
  const int rigid = lua_isyieldable(L) ? 0 : 1;
  runtime.rigid_calls += rigid;
  runtime.running = inner;
  int results = 0;
  const int status = lua_resume(inner, L, arguments, &results);
  runtime.running = L;
  runtime.rigid_calls -= rigid;
  const LuaTask* task = runtime.current;
  const bool waits = status == LUA_YIELD && task != nullptr &&
                     (task->state != loop::Task::State::running || runtime.overdue);
  if (!waits) return hand_over(L, inner, status, results, style);
  lua_pop(inner, results);
  return lua_yieldk(L, 0, style, resume_again);
}

int resume_again(lua_State* L, int /*status*/, lua_KContext style) { return step(L, 0, style); }

int start(lua_State* L, lua_State* inner, int arguments, lua_KContext style) {
  if (!lua_checkstack(inner, arguments)) {
    raise(L, net::ExceptionClass::memory_error, "too many arguments to a coroutine");
  }
  lua_xmove(L, inner, arguments);
  return step(L, arguments, style);
}

int coroutine_resume(lua_State* L) {
  lua_State* inner = lua_tothread(L, 1);
  if (inner == nullptr) return luaL_typeerror(L, 1, "coroutine");
  return start(L, inner, lua_gettop(L) - 1, as_resume);
}

int wrapped(lua_State* L) { return start(L, lua_tothread(L, lua_upvalueindex(1)), lua_gettop(L), as_wrap); }

int coroutine_wrap(lua_State* L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_State* inner = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, inner, 1);
  lua_pushcclosure(L, wrapped, 1);
  return 1;
}

int coroutine_yield(lua_State* L) {
  const LuaTask* task = runtime_of(L).current;
  if (task != nullptr && task->thread == L) return luaL_error(L, "attempt to yield from outside a coroutine");
  return lua_yield(L, lua_gettop(L));
}

}  // namespace

void open_coroutines(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"resume", coroutine_resume}, {"wrap", coroutine_wrap}, {"yield", coroutine_yield}, {nullptr, nullptr}};
  lua_getglobal(L, LUA_COLIBNAME);
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}

}  // namespace parley
