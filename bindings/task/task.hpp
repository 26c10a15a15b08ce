// A task: a Lua coroutine that the scheduler knows. It lives in a userdata of Lua's, so it has no destructor.
//
// All waiting of the whole API goes through wait_on and wait below: they park the running task and yield. The
// function that waited is called again as its own continuation, and tries again; its deadline travels as the
// continuation's context, so that a retry never extends it.
#pragma once

#include <lua.hpp>
#include <span>

#include "bindings/runtime.hpp"
#include "engine/loop/task.hpp"

namespace parley {

enum class TaskKind : std::uint8_t {
  body,        ///< The scenario's own function, or its clean-up.
  role,        ///< Of t:run or t:spawn: the scenario ends after it.
  background,  ///< Of t:background: cancelled when the body is done.
};

struct TaskTag {
  Tag tag = Tag::task;
};

struct LuaTask : TaskTag, loop::Task {
  TaskKind kind = TaskKind::role;
  lua_State* thread = nullptr;
  lua_State* innermost = nullptr;  ///< Where it waits: its thread, or a coroutine of the script's own in it.
  LuaTask* parent = nullptr;
  LuaTask* joining = nullptr;  ///< The task that it waits for in task:join.
  int dependents = 0;          ///< Whose parent it is, and who join it, at most.
  LuaTask* older = nullptr;    ///< The scenario's tasks, in the order of their creation.
  LuaTask* younger = nullptr;
  transcript::Role role = 0;
  transcript::Mind* mind = nullptr;  ///< What it knows of conversations.
  int reference = LUA_NOREF;         ///< In the registry, which holds it until it is over.
  int pending = 0;                   ///< How many values on its stack the next resume hands over.
  bool failed = false;
  bool is_load = false;     ///< It makes a load's requests: its exchanges are not recorded.
  bool is_fixture = false;  ///< Begun by before_all: it lives until after_all is done.
};

/// A deadline that a waiting function has not fixed yet: the first wait does, from the socket's timeout.
inline constexpr lua_KContext no_deadline_yet = INT64_MIN;

inline lua_KContext to_context(Instant deadline) { return deadline.time_since_epoch().count(); }
inline Instant to_instant(lua_KContext context) { return Instant(Duration(context)); }

/// Raises a RuntimeError that names `call` where nothing can wait: outside of a task, or where Lua cannot
/// suspend the caller (inside table.sort, string.gsub, require, a __gc).
void require_suspendable(lua_State* L, const char* call);

/// Parks the running task until `fd` may be ready, then calls `retry` with `deadline` as its context. Raises
/// what require_suspendable raises.
int wait_on(lua_State* L, int fd, loop::Interest interest, lua_KContext deadline, const char* call,
            lua_KFunction retry);

/// The same for several descriptors at once, which the scheduler copies: until any may be ready.
int wait_on_any(lua_State* L, std::span<const loop::Watched> watched, lua_KContext deadline, const char* call,
                lua_KFunction retry);

/// Parks the running task until somebody wakes it or `until` comes, then calls `retry` with `context`.
int wait(lua_State* L, Instant until, const char* call, lua_KContext context, lua_KFunction retry);

/// Whether the running task can be suspended here, and there is another one to run meanwhile, or the time
/// limit has passed.
bool can_give_way(lua_State* L);
/// Lets every other runnable task run before `then` is called with `context`; where that cannot be, calls it
/// at once.
int give_way(lua_State* L, const char* call, lua_KContext context, lua_KFunction then);

/// The task at stack index `index`, or null.
LuaTask* to_task(lua_State* L, int index);

/// Makes a task of the function below `arguments` values on the top of the stack, pops them all, pushes the
/// task. It starts when its creator next waits.
LuaTask* spawn(lua_State* L, TaskKind kind, transcript::Role role, int arguments);

/// Whether what begins now belongs to a before_all, or to a task that one began: it outlives the scenario. So
/// does what a script makes while it loads.
bool begins_fixture(const Runtime& runtime);

/// Cancels `task`: it does not run again; its pending <close> variables are closed. One that is done stays as
/// it is.
void cancel(Runtime& runtime, LuaTask& task);

/// Runs `task` until it waits, ends or fails.
void resume(Runtime& runtime, LuaTask& task);

/// Whether `task` is `ancestor` or was spawned by it, however indirectly.
bool descends_from(const LuaTask* task, const LuaTask* ancestor);

/// The functions of tasks that the Lua half of the API is built on; adds them to the table on the top of the
/// stack.
void open_tasks(lua_State* L);

}  // namespace parley
