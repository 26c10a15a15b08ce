// Where the registry keeps what socket objects are made from; the addresses are the keys.
#pragma once

namespace parley {

extern const char socket_methods_key;  ///< The table of methods.
extern const char socket_meta_key;     ///< The metatable's fields but __index.

}  // namespace parley
