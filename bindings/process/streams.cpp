// What a process printed, and what it is given to read.
#include "bindings/errors.hpp"
#include "bindings/process/module.hpp"
#include "bindings/socket/arguments.hpp"

namespace parley {

using process::Captured;

namespace {

const Captured& captured_at(lua_State* L, const Managed& managed, int index) {
  static const char* const names[] = {"stdout", "stderr", "both", nullptr};
  switch (luaL_checkoption(L, index, nullptr, names)) {
    case 0:
      return managed.process.output();
    case 1:
      return managed.process.errors();
    default:
      return managed.process.both();
  }
}

// output(number, "stdout" | "stderr" | "both"[, position]) -> what came from there on, and the position
// behind it.
int output(lua_State* L) {
  const Captured& captured = captured_at(L, managed_at(L, 1), 2);
  runtime_of(L).message = captured.since(static_cast<std::uint64_t>(luaL_optinteger(L, 3, 0)));
  push_message(L);
  lua_pushinteger(L, static_cast<lua_Integer>(captured.size()));
  return 2;
}

// log(number, index[, position]) -> what its file of that place among its logs has from there on, and the
// position behind it.
int log(lua_State* L) {
  Managed& managed = managed_at(L, 1);
  const auto index = static_cast<std::size_t>(luaL_checkinteger(L, 2) - 1);
  managed.process.look_at_files();
  const Captured& captured = managed.process.tail_at(index).captured();
  runtime_of(L).message = captured.since(static_cast<std::uint64_t>(luaL_optinteger(L, 3, 0)));
  push_message(L);
  lua_pushinteger(L, static_cast<lua_Integer>(captured.size()));
  return 2;
}

// output_ended(number) -> whether no more can come.
int output_ended(lua_State* L) {
  lua_pushboolean(L, managed_at(L, 1).process.output_ended());
  return 1;
}

// write(number, bytes): to its standard input. Raises BrokenPipeError where that is closed.
int write(lua_State* L) {
  const Error error = managed_at(L, 1).process.write(check_bytes(L, 2));
  if (error) raise_error(L, error);
  return 0;
}

// flushed(number) -> whether all that was written is in the pipe, and whether the pipe is open.
int flushed(lua_State* L) {
  const process::Process& process = managed_at(L, 1).process;
  lua_pushboolean(L, process.input_is_flushed());
  lua_pushboolean(L, process.input_is_open());
  return 2;
}

int close_stdin(lua_State* L) {
  managed_at(L, 1).process.close_input();
  return 0;
}

}  // namespace

void open_process_streams(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"output", output}, {"log", log},         {"output_ended", output_ended},
      {"write", write},   {"flushed", flushed}, {"close_stdin", close_stdin},
      {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
