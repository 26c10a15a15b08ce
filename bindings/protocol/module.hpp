// What protocols ask of the native half, since it is done for each message.
#pragma once

#include <lua.hpp>

namespace parley {

/// Adds its functions to the table on the top of the stack.
void open_protocols(lua_State* L);

}  // namespace parley
