// The native half of faults: what lua/fault is built on.
#pragma once

#include <lua.hpp>

namespace parley {

/// Adds its functions to the table on the top of the stack.
void open_faults(lua_State* L);

}  // namespace parley
