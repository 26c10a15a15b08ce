// Raising Python's exceptions. Every function here leaves by lua_error: only trivially destructible locals
// may be alive in a caller.
#pragma once

#include <lua.hpp>

#include "engine/base/error.hpp"
#include "engine/net/exception.hpp"

namespace parley {

/// Raises an exception of class `kind` with a printf-like message (lua_pushfstring's directives) and no
/// errno.
[[noreturn]] void raise(lua_State* L, net::ExceptionClass kind, const char* format, ...)
    __attribute__((format(printf, 3, 4)));

/// Raises the OSError subclass that belongs to `code`, an errno.
[[noreturn]] void raise_errno(lua_State* L, int code);

/// Raises what `error` stands for: an OSError of its errno, a gaierror, or an OSError without errno.
[[noreturn]] void raise_error(lua_State* L, const Error& error);

/// Pushes an exception object without raising it. `code` 0 means that it has no errno.
void push_exception(lua_State* L, net::ExceptionClass kind, int code, const char* message);

/// How many calls are looked through for a script's own: to find one, Lua counts all above it, so that a
/// stack that overflowed would take for ever.
inline constexpr int deepest_level = 1000;

/// Where the innermost function of a user's script on `L` is: its file and line. Embedded code is passed
/// over. Returns false where no such function is active.
bool user_place(lua_State* L, lua_Debug* record);

/// Hands the tree of classes to the Lua half of the API: pushes a table of {name, base} rows.
void push_exception_tree(lua_State* L);
/// Takes the finished classes: the table on the top of the stack maps names to classes. Pops it.
void set_exception_classes(lua_State* L);

}  // namespace parley
