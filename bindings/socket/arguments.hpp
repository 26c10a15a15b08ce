// Arguments as CPython checks them: first how many, then their types, then their values, each with Python's
// words. Lua's nil stands for None, a boolean for bool, a string for both str and bytes, a sequence for a
// tuple. Nothing is converted silently: a numeric string is no integer, and neither is a float.
#pragma once

#include <cstdint>
#include <lua.hpp>
#include <string_view>

namespace parley {

/// Python's name for the type of the value at `index`: "NoneType", "int", "str", "tuple", "socket", ...
const char* python_type(lua_State* L, int index);

/// For a function parsed by PyArg_ParseTuple: "recv() takes at least 1 argument (0 given)". The arguments are
/// those from stack index `first` on: 2 of a method, 1 of a function of the module. This one and the next two
/// refuse a table of keywords at the end: "socket.recv() takes no keyword arguments".
void check_count(lua_State* L, const char* function, int first, int least, int most);
/// For a method of one argument (METH_O): "socket.bind() takes exactly one argument (2 given)".
void check_one(lua_State* L, const char* method);
/// For a method that takes nothing (METH_NOARGS): "socket.fileno() takes no arguments (1 given)".
void check_nothing(lua_State* L, const char* method);
/// For a function of the module that takes nothing: "_socket.getdefaulttimeout() takes no arguments (1
/// given)".
void check_nothing_given(lua_State* L, const char* function);
/// For a function of the module of one argument (METH_O): "_socket.htonl() takes exactly one argument (0
/// given)".
void check_one_given(lua_State* L, const char* function);
/// For a method written in Python: "socket.accept() takes 1 positional argument but 2 were given".
void check_none(lua_State* L, const char* method);

/// The words of an integer that does not fit, which differ between CPython's two ways to parse arguments.
enum class Overflow { signed_integer, c_int, c_long };

/// What a function with nothing to say returns: None, so that the call counts as a value.
inline int return_none(lua_State* L) {
  lua_pushnil(L);
  return 1;
}

/// A C int: an integer or a boolean. Raises TypeError or OverflowError.
int check_int(lua_State* L, int index, Overflow words = Overflow::signed_integer);
/// The same, where the argument may be missing; nil is not "missing".
int optional_int(lua_State* L, int index, int otherwise, Overflow words = Overflow::signed_integer);
/// An unsigned int as CPython's "I" takes it: any integer will do, of which 32 bits count. 0 for nil.
std::uint32_t optional_unsigned(lua_State* L, int index);
/// A text. Raises TypeError in the words of PyArg_ParseTuple: "inet_aton() argument 1 must be str, not None".
std::string_view check_text(lua_State* L, const char* function, int index);
/// A count of bytes (Py_ssize_t).
lua_Integer check_size(lua_State* L, int index);
/// What is wrong with a size that `function` is to receive: negative, or more than there can be memory for.
void check_receivable(lua_State* L, lua_Integer size, const char* function);

/// A bytes-like object: a Lua string or a bytearray. The bytes live as long as the value stays on the stack.
std::string_view check_bytes(lua_State* L, int index);

/// The only argument of `function`, a host as a string or a bytearray.
void check_host_argument(lua_State* L, const char* function);

}  // namespace parley
