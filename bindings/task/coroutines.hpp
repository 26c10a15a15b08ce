// Replaces coroutine.resume, wrap and yield by ones that let a wait inside a script's coroutine pass upwards.
#pragma once

#include <lua.hpp>

namespace parley {

void open_coroutines(lua_State* L);

}  // namespace parley
