// How a task waits for several descriptors at once: poll and epoll look first, park the task with all of the
// descriptors, and look again. They differ in how they look.
#pragma once

#include <span>

#include "bindings/errors.hpp"
#include "bindings/task/task.hpp"

namespace parley {

// The stack of such a call, the same in all its retries.
inline constexpr int room_slot = 1;     ///< What the kernel fills: pollfd or epoll_event, a userdata.
inline constexpr int watched_slot = 2;  ///< loop::Watched, for the scheduler, a userdata.
inline constexpr int call_slot = 3;     ///< The call's name, for people.
inline constexpr int last_slot = 4;     ///< What else one of them needs.

/// The context of a call that must not wait.
inline constexpr lua_KContext at_once = INT64_MIN + 1;

template <class T>
std::span<T> userdata_span(lua_State* L, int index) {
  return {static_cast<T*>(lua_touserdata(L, index)), lua_rawlen(L, index) / sizeof(T)};
}

/// Lets every other task run, and the kernel's events be fetched, before it is called once more: so that a
/// script that asks again and again without waiting is not the only one that runs.
inline int look_once_more(lua_State* L, lua_KFunction retry) {
  Runtime& runtime = runtime_of(L);
  runtime.current->call = lua_tostring(L, call_slot);
  runtime.current->innermost = L;
  runtime.scheduler.requeue(*runtime.current);
  return lua_yieldk(L, 0, at_once, retry);
}

inline bool can_suspend(lua_State* L) {
  return runtime_of(L).current != nullptr && lua_isyieldable(L) && runtime_of(L).rigid_calls == 0;
}

/// `look(L, wake)` pushes the list of what is ready and says whether there is anything; it is told why the
/// task was woken.
template <bool (*look)(lua_State*, loop::Wake)>
int watching_step(lua_State* L, int status, lua_KContext deadline) {
  const bool first = status != LUA_YIELD;
  const loop::Wake wake = first ? loop::Wake::ready : runtime_of(L).current->wake;
  lua_settop(L, last_slot);
  if (look(L, wake)) return 1;
  if (wake == loop::Wake::timeout) return 1;
  if (deadline == at_once) return first && can_suspend(L) ? look_once_more(L, watching_step<look>) : 1;
  return wait_on_any(L, userdata_span<const loop::Watched>(L, watched_slot), deadline,
                     lua_tostring(L, call_slot), watching_step<look>);
}

/// The deadline of a call that may wait for so many nanoseconds: 0 not at all, negative for ever.
inline lua_KContext deadline_in(const Runtime& runtime, lua_Integer nanoseconds) {
  if (nanoseconds == 0) return at_once;
  const Instant now = runtime.scheduler.now();
  const bool for_ever = nanoseconds < 0 || Duration(nanoseconds) > never - now;
  return to_context(for_ever ? never : now + Duration(nanoseconds));
}

}  // namespace parley
