// What lua/process.lua is built on. A process is known to Lua by its number, the place in Processes::all.
#pragma once

#include <lua.hpp>

#include "bindings/process/processes.hpp"

namespace parley {

/// The process whose number stands at `index`; Lua gives none that was not handed to it.
Managed& managed_at(lua_State* L, int index);

// Each adds its functions to the table on the top of the stack.
void open_process_launch(lua_State* L);     ///< start
void open_process_waiting(lua_State* L);    ///< await and its deadlines; the end of the group
void open_process_streams(lua_State* L);    ///< output and input
void open_process_state(lua_State* L);      ///< status, signals
void open_process_readiness(lua_State* L);  ///< serves

}  // namespace parley
