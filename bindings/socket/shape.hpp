// A socket's metatable is its shape: family, type, proto and timeout stand in the same table as the methods,
// so that finding a method is one look into one table. Sockets of equal shape share it.
#pragma once

#include "bindings/socket/socket.hpp"

namespace parley {

// Where the registry keeps what shapes are made from; the addresses are the keys.
extern const char socket_methods_key;  ///< The table of methods.
extern const char socket_meta_key;     ///< The metatable's fields but __index.
// The same of ssl.SSLSocket, and a function that makes __index of the methods with the attributes among them.
extern const char ssl_methods_key;
extern const char ssl_meta_key;
extern const char ssl_indexer_key;

/// Gives the userdata at `index` the metatable that fits `socket`.
void apply_shape(lua_State* L, int index, const Socket& socket);

/// Makes the usual shapes beforehand, so that no scenario has to. To be called when all methods are there.
void prepare_shapes(lua_State* L);

/// The methods have changed: shapes are made anew from now on.
void forget_shapes(lua_State* L);

}  // namespace parley
