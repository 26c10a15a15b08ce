#include "bindings/task/task.hpp"

#include <new>

#include "bindings/errors.hpp"
#include "bindings/events/notes.hpp"
#include "bindings/harness/failure.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

void link(Runtime& runtime, LuaTask& task) {
  task.older = runtime.youngest;
  (runtime.youngest == nullptr ? runtime.oldest : runtime.youngest->younger) = &task;
  runtime.youngest = &task;
}

void unlink(Runtime& runtime, LuaTask& task) {
  (task.older == nullptr ? runtime.oldest : task.older->younger) = task.younger;
  (task.younger == nullptr ? runtime.youngest : task.younger->older) = task.older;
}

// Of ten thousand tasks few have children, or more than one that joins them: once those are found, nobody
// looks at the rest.
void let_go(Runtime& runtime, LuaTask& task) {
  if (task.parent != nullptr) --task.parent->dependents;
  for (LuaTask* other = runtime.oldest; other != nullptr && task.dependents > 0; other = other->younger) {
    if (other->parent == &task) {
      --task.dependents;
      other->parent = task.parent;
      if (task.parent != nullptr) ++task.parent->dependents;
    }
    if (other->joining == &task) {
      --task.dependents;
      other->joining = nullptr;
      runtime.scheduler.wake(*other);
    }
  }
}

// What a new task knows is what the one knows that began it; where none did, what any does.
transcript::Mind* new_mind(Runtime& runtime) {
  transcript::Mind& mind = runtime.minds.emplace_back();
  if (runtime.current != nullptr) {
    runtime.current->mind->tell(mind);
  } else {
    for (transcript::Mind& each : runtime.minds) each.tell(mind);
  }
  return &mind;
}

// Whatever is recorded from here on is done by `task`, which may be null.
void let_act(Runtime& runtime, const LuaTask* task) {
  runtime.recorder->acts(task == nullptr ? nullptr : task->mind, task == nullptr || !task->is_load);
}

// The task will not run again.
void retire(Runtime& runtime, LuaTask& task) {
  if (task.kind == TaskKind::body) runtime.body_over = true;
  runtime.scheduler.forget(task);
  runtime.lookups.forget(task);
  unlink(runtime, task);
  let_go(runtime, task);
}

// From here on the userdata lives for as long as a script holds it.
void release(Runtime& runtime, LuaTask& task) {
  luaL_unref(runtime.main, LUA_REGISTRYINDEX, task.reference);
  task.reference = LUA_NOREF;
}

// What a socket reads whose peer is here, too, is announced by whoever writes it.
loop::Arming arming_of(const Runtime& runtime, int fd, loop::Interest interest) {
  if (interest != loop::Interest::read || static_cast<std::size_t>(fd) >= runtime.sockets.size())
    return loop::Arming::at_once;
  const transcript::End* const end = runtime.sockets[static_cast<std::size_t>(fd)].end;
  return end != nullptr && end->meets_inside ? loop::Arming::later : loop::Arming::at_once;
}

}  // namespace

void require_suspendable(lua_State* L, const char* call) {
  if (runtime_of(L).current == nullptr) {
    raise(L, ExceptionClass::runtime_error, "%s waits, which only a running scenario can", call);
  }
  if (lua_isyieldable(L) && runtime_of(L).rigid_calls == 0) return;
  raise(L, ExceptionClass::runtime_error,
        "%s has to wait here, and cannot: Lua cannot suspend a function that table.sort, string.gsub, "
        "require or the "
        "garbage collector called",
        call);
}

int wait_on(lua_State* L, int fd, loop::Interest interest, lua_KContext deadline, const char* call,
            lua_KFunction retry) {
  require_suspendable(L, call);
  Runtime& runtime = runtime_of(L);
  runtime.current->call = call;
  runtime.current->innermost = L;
  if (runtime.events != nullptr) runtime.events->waits(call, fd);
  const Error error = runtime.scheduler.park_on(*runtime.current, fd, interest, to_instant(deadline),
                                                arming_of(runtime, fd, interest));
  if (error) raise_error(L, error);
  return lua_yieldk(L, 0, deadline, retry);
}

int wait_on_any(lua_State* L, std::span<const loop::Watched> watched, lua_KContext deadline, const char* call,
                lua_KFunction retry) {
  require_suspendable(L, call);
  Runtime& runtime = runtime_of(L);
  runtime.current->call = call;
  runtime.current->innermost = L;
  const Error error = runtime.scheduler.park_on_any(*runtime.current, watched, to_instant(deadline));
  if (error) raise_error(L, error);
  return lua_yieldk(L, 0, deadline, retry);
}

int wait(lua_State* L, Instant until, const char* call, lua_KContext context, lua_KFunction retry) {
  require_suspendable(L, call);
  Runtime& runtime = runtime_of(L);
  runtime.current->call = call;
  runtime.current->innermost = L;
  if (runtime.events != nullptr) runtime.events->waits(call, -1);
  runtime.scheduler.park(*runtime.current, until);
  return lua_yieldk(L, 0, context, retry);
}

bool can_give_way(lua_State* L) {
  const Runtime& runtime = runtime_of(L);
  const bool is_wanted = runtime.scheduler.has_runnable() || runtime.overdue != 0;
  return is_wanted && lua_isyieldable(L) && runtime.rigid_calls == 0;
}

int give_way(lua_State* L, const char* call, lua_KContext context, lua_KFunction then) {
  Runtime& runtime = runtime_of(L);
  if (!can_give_way(L)) return then(L, LUA_OK, context);
  runtime.current->call = call;
  runtime.current->innermost = L;
  runtime.scheduler.requeue(*runtime.current);
  return lua_yieldk(L, 0, context, then);
}

LuaTask* to_task(lua_State* L, int index) {
  auto* task = static_cast<LuaTask*>(lua_touserdata(L, index));
  return task != nullptr && lua_rawlen(L, index) == sizeof(LuaTask) && task->tag == Tag::task ? task
                                                                                              : nullptr;
}

LuaTask* spawn(lua_State* L, TaskKind kind, transcript::Role role, int arguments) {
  Runtime& runtime = runtime_of(L);
  auto* task = new (lua_newuserdatauv(L, sizeof(LuaTask), 1)) LuaTask;
  const int self = lua_gettop(L);
  luaL_setmetatable(L, "parley.task");
  task->kind = kind;
  task->role = role;
  task->thread = task->innermost = lua_newthread(L);
  lua_setiuservalue(L, self, 1);
  if (!lua_checkstack(task->thread, arguments + 8))
    raise(L, ExceptionClass::memory_error, "too many arguments");
  task->mind = new_mind(runtime);
  lua_pushvalue(L, self);
  task->reference = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_insert(L, self - arguments - 1);
  lua_xmove(L, task->thread, arguments + 1);
  // From here on nothing can fail.
  task->pending = arguments;
  task->parent = runtime.current;
  if (task->parent != nullptr) ++task->parent->dependents;
  task->is_load = task->parent != nullptr && task->parent->is_load;
  task->is_fixture = kind != TaskKind::body && begins_fixture(runtime);
  link(runtime, *task);
  runtime.scheduler.start(*task);
  return task;
}

bool begins_fixture(const Runtime& runtime) {
  return runtime.begins_fixtures || runtime.current == nullptr || runtime.current->is_fixture;
}

void cancel(Runtime& runtime, LuaTask& task) {
  if (task.state == loop::Task::State::done) return;
  LuaTask* const before = runtime.current;
  lua_State* const running = runtime.running;
  retire(runtime, task);
  runtime.current = &task;  // What its <close> variables do is done by this role.
  runtime.running = task.thread;
  let_act(runtime, &task);
  // Of a task that failed, only that failure counts, not what closing its variables brought after it.
  if (lua_resetthread(task.thread) != LUA_OK && !task.failed) report_error(runtime, task);
  lua_settop(task.thread, 0);
  let_act(runtime, before);
  runtime.current = before;
  runtime.running = running;
  release(runtime, task);
}

void resume(Runtime& runtime, LuaTask& task) {
  runtime.current = &task;
  runtime.sent_in_a_row = 0;
  runtime.running = task.thread;
  task.innermost = task.thread;
  int results = 0;
  let_act(runtime, &task);
  const int status = lua_resume(task.thread, runtime.main, task.pending, &results);
  let_act(runtime, nullptr);
  runtime.running = nullptr;
  task.pending = 0;
  runtime.collector.keep_pace(runtime.main, runtime.allocator.used());
  if (status == LUA_YIELD) {
    lua_pop(task.thread, results);
    runtime.current = nullptr;
    return;  // Parked; or stopped by the watchdog, which the run loop sees.
  }
  if (status != LUA_OK) {
    task.failed = true;
    if (runtime.overdue) {  // The watchdog's error: the run loop says what it means.
      runtime.current = nullptr;
      return;
    }
    report_error(runtime, task);
    runtime.current = nullptr;
    runtime.stopping = true;
    cancel(runtime, task);
    return;
  }
  runtime.current = nullptr;
  task.pending = results;  // They stay on its stack, for task:join.
  retire(runtime, task);
  release(runtime, task);
}

bool descends_from(const LuaTask* task, const LuaTask* ancestor) {
  while (task != nullptr && task != ancestor) task = task->parent;
  return task != nullptr;
}

}  // namespace parley
