#include "bindings/process/module.hpp"

namespace parley {

Managed& managed_at(lua_State* L, int index) {
  const auto number = static_cast<std::size_t>(luaL_checkinteger(L, index) - 1);
  return *processes_of(runtime_of(L)).all[number];
}

void push_process_module(lua_State* L) {
  lua_newtable(L);
  open_process_launch(L);
  open_process_waiting(L);
  open_process_streams(L);
  open_process_state(L);
  open_process_readiness(L);
}

}  // namespace parley
