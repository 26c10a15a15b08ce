// How a process is, and its signals.
#include "bindings/errors.hpp"
#include "bindings/process/module.hpp"
#include "engine/net/names.hpp"
#include "engine/process/table.hpp"
#include "engine/process/usage.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

int is_running(lua_State* L) {
  Managed& managed = managed_at(L, 1);
  managed.process.look();
  lua_pushboolean(L, managed.process.is_running());
  return 1;
}

// status(number) -> its exit code, or nil and the name of the signal that killed it.
int status(lua_State* L) {
  const Managed& managed = managed_at(L, 1);
  runtime_of(L).recorder->outside_ended(managed.name);
  const process::Status& status = managed.process.status();
  if (status.signal == 0) {
    lua_pushinteger(L, status.exit_code);
    return 1;
  }
  lua_pushnil(L);
  lua_pushstring(L, net::signal_name(status.signal));
  return 2;
}

// attend(number): the script was told how it ended.
int attend(lua_State* L) {
  managed_at(L, 1).attended = true;
  return 0;
}

int check_signal(lua_State* L, int index) {
  const char* name = luaL_checkstring(L, index);
  const int number = net::signal_number(name);
  if (number == 0) raise(L, ExceptionClass::value_error, "there is no signal '%s'", name);
  return number;
}

// check_signal(name): raises a ValueError where there is none of that name.
int check_signal_name(lua_State* L) {
  check_signal(L, 1);
  return 0;
}

// signal(number, name): to the process alone. Raises ProcessLookupError where it has ended.
int signal_process(lua_State* L) {
  Managed& managed = managed_at(L, 1);
  const int number = check_signal(L, 2);
  managed.process.look();
  const Error error = managed.process.signal(number);
  if (error) raise_error(L, error);
  managed.signals |= std::uint64_t{1} << static_cast<unsigned>(number);
  return 0;
}

// signal_group(number, name): to all of its group that is left.
int signal_group(lua_State* L) {
  Managed& managed = managed_at(L, 1);
  const int number = check_signal(L, 2);
  managed.signals |= std::uint64_t{1} << static_cast<unsigned>(number);
  managed.process.signal_group(number);
  return 0;
}

// usage(number) -> seconds of CPU time, bytes of memory at its peak; of the process and the rest of its
// group.
int usage(lua_State* L) {
  const process::Process& process = managed_at(L, 1).process;
  process::Usage usage = process.usage();
  for (const pid_t member : process::living_members(process.pid()))
    if (member != process.pid()) usage += process::usage_of(member);
  lua_pushnumber(L, std::chrono::duration<double>(usage.cpu).count());
  lua_pushinteger(L, static_cast<lua_Integer>(usage.peak_memory));
  return 2;
}

// close_sockets(number): those that it was handed; nobody takes its place.
int close_sockets(lua_State* L) {
  managed_at(L, 1).sockets.clear();
  return 0;
}

}  // namespace

void open_process_state(lua_State* L) {
  static const luaL_Reg functions[] = {{"is_running", is_running}, {"status", status},
                                       {"usage", usage},           {"close_sockets", close_sockets},
                                       {"attend", attend},         {"check_signal", check_signal_name},
                                       {"signal", signal_process}, {"signal_group", signal_group},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
