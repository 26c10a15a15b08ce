#include "bindings/select/module.hpp"

#include <sys/epoll.h>
#include <sys/poll.h>

#include <climits>
#include <ctime>

#include "bindings/runtime.hpp"

namespace parley {

namespace {

struct Row {
  const char* name;
  lua_Integer value;
};

// Of Python's module select.
constexpr Row constants[] = {{"POLLIN", POLLIN},
                             {"POLLPRI", POLLPRI},
                             {"POLLOUT", POLLOUT},
                             {"POLLERR", POLLERR},
                             {"POLLHUP", POLLHUP},
                             {"POLLNVAL", POLLNVAL},
                             {"POLLRDNORM", POLLRDNORM},
                             {"POLLRDBAND", POLLRDBAND},
                             {"POLLWRNORM", POLLWRNORM},
                             {"POLLWRBAND", POLLWRBAND},
                             {"POLLMSG", POLLMSG},
                             {"POLLRDHUP", POLLRDHUP},
                             {"EPOLLIN", EPOLLIN},
                             {"EPOLLPRI", EPOLLPRI},
                             {"EPOLLOUT", EPOLLOUT},
                             {"EPOLLERR", EPOLLERR},
                             {"EPOLLHUP", EPOLLHUP},
                             {"EPOLLRDNORM", EPOLLRDNORM},
                             {"EPOLLRDBAND", EPOLLRDBAND},
                             {"EPOLLWRNORM", EPOLLWRNORM},
                             {"EPOLLWRBAND", EPOLLWRBAND},
                             {"EPOLLMSG", EPOLLMSG},
                             {"EPOLLRDHUP", EPOLLRDHUP},
                             {"EPOLLEXCLUSIVE", EPOLLEXCLUSIVE},
                             {"EPOLLONESHOT", EPOLLONESHOT},
                             {"EPOLLET", static_cast<lua_Integer>(EPOLLET)},
                             {"EPOLL_CLOEXEC", EPOLL_CLOEXEC},
                             {"PIPE_BUF", PIPE_BUF}};

// Who asks while the script loads gets another answer in each process: what was loaded cannot be shared.
void note_asking(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  if (runtime.current == nullptr) runtime.loads_by_clock = true;
}

int push_clock(lua_State* L, clockid_t clock) {
  note_asking(L);
  timespec now{};
  clock_gettime(clock, &now);
  lua_pushinteger(L, lua_Integer{now.tv_sec} * 1'000'000'000 + now.tv_nsec);
  return 1;
}

// wall_clock() -> nanoseconds since 1970.
int wall_clock(lua_State* L) { return push_clock(L, CLOCK_REALTIME); }

// cpu_clock() -> nanoseconds that this process has computed.
int cpu_clock(lua_State* L) { return push_clock(L, CLOCK_PROCESS_CPUTIME_ID); }

// clock() -> nanoseconds of the clock that all deadlines are kept by, which stands still while the run is
// suspended.
int steady_clock(lua_State* L) {
  note_asking(L);
  lua_pushinteger(L, runtime_of(L).scheduler.now().time_since_epoch().count());
  return 1;
}

// In the place of one of Lua's functions that ask for the time, its upvalue.
int noted_clock(lua_State* L) {
  note_asking(L);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

// noted_clock(fn) -> what stands in the place of fn, a function of C.
int push_noted_clock(lua_State* L) {
  lua_settop(L, 1);
  lua_pushcclosure(L, noted_clock, 1);
  return 1;
}

}  // namespace

void push_select_module(lua_State* L) {
  static const luaL_Reg functions[] = {{"wall_clock", wall_clock},
                                       {"cpu_clock", cpu_clock},
                                       {"clock", steady_clock},
                                       {"noted_clock", push_noted_clock},
                                       {nullptr, nullptr}};
  luaL_newlib(L, functions);
  open_polling(L);
  open_epoll(L);
  lua_newtable(L);
  for (const Row& row : constants) {
    lua_pushinteger(L, row.value);
    lua_setfield(L, -2, row.name);
  }
  lua_setfield(L, -2, "constants");
}

}  // namespace parley
