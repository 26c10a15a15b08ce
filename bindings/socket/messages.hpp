// The half of sendmsg and recvmsg that receives.
#pragma once

#include <lua.hpp>

namespace parley {

/// Adds recvmsg and recvmsg_into to the table on the top of the stack.
void open_message_receiving(lua_State* L);

}  // namespace parley
