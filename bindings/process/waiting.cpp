// Waiting for a process: for any news of it, and for the last of its group.
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "bindings/process/module.hpp"
#include "bindings/task/task.hpp"
#include "engine/process/table.hpp"

namespace parley {

namespace {

// deadline(seconds) -> the instant that lies so far ahead, for await; that of no deadline for nil.
int deadline(lua_State* L) {
  Instant end = never;
  if (!lua_isnoneornil(L, 1)) {
    const double length = std::min(luaL_checknumber(L, 1), 1e9);
    end = runtime_of(L).scheduler.now() + Duration(std::llround(length * 1e9));
  }
  lua_pushinteger(L, to_context(end));
  return 1;
}

int awaited(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  lua_pushboolean(L, runtime_of(L).current->wake != loop::Wake::timeout);
  return 1;
}

// await(number, deadline, call) -> false where the deadline passed. Waits for news: output, room for input,
// its end.
int await(lua_State* L) {
  const Managed& managed = managed_at(L, 1);
  return wait_on(L, managed.process.news_fd(), loop::Interest::read, luaL_checkinteger(L, 2),
                 luaL_checkstring(L, 3), awaited);
}

// is_past(deadline) -> bool.
int is_past(lua_State* L) {
  lua_pushboolean(L, runtime_of(L).scheduler.now() >= to_instant(luaL_checkinteger(L, 1)));
  return 1;
}

// Another one of the group than its leader, to be waited for; false where none is left.
bool watch_member(Runtime& runtime, Managed& managed) {
  if (managed.member) runtime.scheduler.closing(managed.member.get(), false);
  managed.member.reset();
  for (const pid_t pid : process::living_members(managed.process.pid())) {
    managed.member = moved_up(Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))));
    if (!managed.member) continue;  // It has ended since.
    runtime.scheduler.opened(managed.member.get());
    return true;
  }
  return false;
}

// Stack: number, deadline.
int group_step(lua_State* L, int /*status*/, lua_KContext until) {
  Managed& managed = managed_at(L, 1);
  Runtime& runtime = runtime_of(L);
  const bool empty = !watch_member(runtime, managed);
  if (empty) managed.settled = true;
  if (empty || runtime.scheduler.now() >= to_instant(until)) {
    lua_pushboolean(L, empty);
    return 1;
  }
  return wait_on(L, managed.member.get(), loop::Interest::read, until, "process:stop", group_step);
}

// await_group(number, deadline) -> whether nothing is left of its group; false where the deadline passed.
int await_group(lua_State* L) { return group_step(L, LUA_OK, luaL_checkinteger(L, 2)); }

// group_in_words(number) -> who is left of its group.
int group_in_words(lua_State* L) {
  Managed& managed = managed_at(L, 1);
  managed.settled = true;
  runtime_of(L).message = members_in_words(managed.process.pid());
  return push_message(L);
}

}  // namespace

void open_process_waiting(lua_State* L) {
  static const luaL_Reg functions[] = {{"deadline", deadline},
                                       {"is_past", is_past},
                                       {"await", await},
                                       {"await_group", await_group},
                                       {"group_in_words", group_in_words},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
