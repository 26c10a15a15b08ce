#include "bindings/socket/arguments.hpp"

#include <climits>

#include "bindings/errors.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

const char* type_of_userdata(lua_State* L, int index) {
  if (to_socket(L, index) != nullptr) return "socket";
  if (to_buffer(L, index) != nullptr) return "bytearray";
  return to_task(L, index) != nullptr ? "Task" : "object";
}

const char* plural(int count) { return count == 1 ? "" : "s"; }

// Keyword arguments as scripts write them: at the end a table of names, with nothing at position 1. An empty
// list of table.pack's has the name n.
bool ends_in_keywords(lua_State* L) {
  const int top = lua_gettop(L);
  if (top == 0 || !lua_istable(L, top)) return false;
  lua_pushliteral(L, "n");
  const bool is_list = lua_rawget(L, top) != LUA_TNIL || lua_rawgeti(L, top, 1) != LUA_TNIL;
  lua_pushnil(L);
  const bool has_names = !is_list && lua_next(L, top) != 0 && lua_type(L, -2) == LUA_TSTRING;
  lua_settop(L, top);
  return has_names;
}

// Before it counts its arguments, a function in C refuses names, unless it has any; it is called by all of
// its own.
void refuse_keywords(lua_State* L, const char* owner, const char* function) {
  if (ends_in_keywords(L)) {
    raise(L, ExceptionClass::type_error, "%s%s() takes no keyword arguments", owner, function);
  }
}

// As PyArg_ParseTuple calls it: None is not called by its type.
const char* argument_type(lua_State* L, int index) {
  return lua_isnil(L, index) ? "None" : python_type(L, index);
}

[[noreturn]] void raise_overflow(lua_State* L, lua_Integer value, Overflow words) {
  const char* text = "Python int too large to convert to C long";
  if (words == Overflow::c_int) text = "Python int too large to convert to C int";
  if (words == Overflow::signed_integer) {
    text = value > 0 ? "signed integer is greater than maximum" : "signed integer is less than minimum";
  }
  raise(L, ExceptionClass::overflow_error, "%s", text);
}

lua_Integer check_integer(lua_State* L, int index) {
  if (lua_isinteger(L, index)) return lua_tointeger(L, index);
  if (lua_isboolean(L, index)) return lua_toboolean(L, index);
  raise(L, ExceptionClass::type_error, "'%s' object cannot be interpreted as an integer",
        python_type(L, index));
}

}  // namespace

const char* python_type(lua_State* L, int index) {
  switch (lua_type(L, index)) {
    case LUA_TNONE:
    case LUA_TNIL:
      return "NoneType";
    case LUA_TBOOLEAN:
      return "bool";
    case LUA_TNUMBER:
      return lua_isinteger(L, index) ? "int" : "float";
    case LUA_TSTRING:
      return "str";
    case LUA_TTABLE:
      return "tuple";
    case LUA_TFUNCTION:
      return "function";
    case LUA_TTHREAD:
      return "coroutine";
    default:
      return type_of_userdata(L, index);
  }
}

void check_count(lua_State* L, const char* function, int first, int least, int most) {
  refuse_keywords(L, first == 1 ? "_socket." : "socket.", function);
  const int given = lua_gettop(L) - first + 1;
  if (given >= least && given <= most) return;
  const int limit = given < least ? least : most;
  const char* how = "at least";
  if (least == most) how = "exactly";
  if (least != most && given > most) how = "at most";
  raise(L, ExceptionClass::type_error, "%s() takes %s %d argument%s (%d given)", function, how, limit,
        plural(limit), given);
}

void check_one(lua_State* L, const char* method) {
  refuse_keywords(L, "socket.", method);
  const int given = lua_gettop(L) - 1;
  if (given != 1) {
    raise(L, ExceptionClass::type_error, "socket.%s() takes exactly one argument (%d given)", method, given);
  }
}

void check_nothing(lua_State* L, const char* method) {
  refuse_keywords(L, "socket.", method);
  const int given = lua_gettop(L) - 1;
  if (given > 0)
    raise(L, ExceptionClass::type_error, "socket.%s() takes no arguments (%d given)", method, given);
}

void check_nothing_given(lua_State* L, const char* function) {
  const int given = lua_gettop(L);
  if (given > 0) raise(L, ExceptionClass::type_error, "%s() takes no arguments (%d given)", function, given);
}

void check_one_given(lua_State* L, const char* function) {
  refuse_keywords(L, "_socket.", function);
  const int given = lua_gettop(L);
  if (given != 1) {
    raise(L, ExceptionClass::type_error, "_socket.%s() takes exactly one argument (%d given)", function,
          given);
  }
}

void check_none(lua_State* L, const char* method) {
  const int given = lua_gettop(L);
  if (given > 1) {
    raise(L, ExceptionClass::type_error, "socket.%s() takes 1 positional argument but %d were given", method,
          given);
  }
}

int check_int(lua_State* L, int index, Overflow words) {
  const lua_Integer value = check_integer(L, index);
  if (value < INT_MIN || value > INT_MAX) raise_overflow(L, value, words);
  return static_cast<int>(value);
}

int optional_int(lua_State* L, int index, int otherwise, Overflow words) {
  return lua_isnone(L, index) ? otherwise : check_int(L, index, words);
}

lua_Integer check_size(lua_State* L, int index) { return check_integer(L, index); }

std::uint32_t optional_unsigned(lua_State* L, int index) {
  return lua_isnil(L, index) ? 0 : static_cast<std::uint32_t>(check_size(L, index));
}

void check_receivable(lua_State* L, lua_Integer size, const char* function) {
  constexpr lua_Integer address_space = lua_Integer{1} << 47;
  if (size < 0) raise(L, ExceptionClass::value_error, "negative buffersize in %s", function);
  if (size >= address_space) raise(L, ExceptionClass::memory_error, "%s", "");
}

std::string_view check_bytes(lua_State* L, int index) {
  if (lua_type(L, index) == LUA_TSTRING) {
    std::size_t size = 0;
    const char* data = lua_tolstring(L, index, &size);
    return {data, size};
  }
  if (const Buffer* buffer = to_buffer(L, index)) return {buffer->data(), buffer->size};
  raise(L, ExceptionClass::type_error, "a bytes-like object is required, not '%s'", python_type(L, index));
}

std::string_view check_text(lua_State* L, const char* function, int index) {
  if (lua_type(L, index) == LUA_TSTRING) return check_bytes(L, index);
  raise(L, ExceptionClass::type_error, "%s() argument %d must be str, not %s", function, index,
        argument_type(L, index));
}

void check_host_argument(lua_State* L, const char* function) {
  check_count(L, function, 1, 1, 1);
  if (lua_type(L, 1) != LUA_TSTRING && to_buffer(L, 1) == nullptr) {
    raise(L, ExceptionClass::type_error, "%s() argument 1 must be str, bytes or bytearray, not %s", function,
          argument_type(L, 1));
  }
}

}  // namespace parley
