// What lua/select.lua and lua/time.lua are built on: waiting for several descriptors at once, and clocks.
#pragma once

#include <lua.hpp>

namespace parley {

/// Pushes the table of its functions.
void push_select_module(lua_State* L);

// Each adds its functions to the table on the top of the stack.
void open_polling(lua_State* L);  ///< poll
void open_epoll(
    lua_State* L);  ///< epoll_create, epoll_is_open, epoll_ctl, epoll_wait, epoll_close, epoll_abandon

}  // namespace parley
