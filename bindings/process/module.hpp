// What lua/process.lua is built on. A process is known to Lua by its number, the place in Processes::all.
#pragma once

#include <lua.hpp>
#include <vector>

#include "bindings/process/processes.hpp"

namespace parley {

/// The process whose number stands at `index`; Lua gives none that was not handed to it.
Managed& managed_at(lua_State* L, int index);

/// Takes duplicates of the sockets in the table at `index`, or of those that the process whose number stands
/// there was handed; nil is none. Raises TypeError for what is no open socket, OSError where no descriptor is
/// left.
void take_sockets(lua_State* L, int index, std::vector<Descriptor>& taken);
/// The process that was to be handed them does not start: they stay the script's.
void keep_sockets(lua_State* L, int index);
/// The process that was handed the sockets in the table at `index` runs: they are its own from now on, and
/// the script's objects are closed.
void give_sockets(lua_State* L, int index);

// Each adds its functions to the table on the top of the stack.
void open_process_launch(lua_State* L);     ///< start
void open_process_waiting(lua_State* L);    ///< await and its deadlines; the end of the group
void open_process_streams(lua_State* L);    ///< output and input
void open_process_state(lua_State* L);      ///< status, signals
void open_process_readiness(lua_State* L);  ///< serves

}  // namespace parley
