// Calls as events. While a run logs events, each function of require "socket" stands behind one that notes
// when it began and how it ended; where nobody asks for events, nothing stands there.
#include <algorithm>
#include <cstdio>
#include <cstring>

#include "bindings/events/notes.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/shape.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/state.hpp"
#include "bindings/task/task.hpp"
#include "engine/base/escape.hpp"

namespace parley {

using transcript::Event;

namespace {

// In short: what is sent and received has events of its own.
constexpr std::size_t shown_bytes = 64;
constexpr int shown_values = 8;
constexpr std::size_t shown_text = 512;

// The stack of a call: how many arguments it was given, the number of its socket, the arguments, what came.
constexpr int given_index = 1;
constexpr int socket_index = 2;

std::string number_text(lua_State* L, int index) {
  if (lua_isinteger(L, index)) return std::to_string(lua_tointeger(L, index));
  char text[40];
  std::snprintf(text, sizeof text, "%.14g", lua_tonumber(L, index));
  return text;
}

std::string bytes_text(lua_State* L, int index) {
  std::size_t size = 0;
  const char* bytes = lua_tolstring(L, index, &size);
  const std::string text = quoted({bytes, std::min(size, shown_bytes)});
  return size > shown_bytes ? text + "... " + std::to_string(size) + " bytes" : text;
}

// Of a table only the values of its list, and of these no tables: an address, or a few names.
std::string value_text(EventNotes& notes, lua_State* L, int index, bool inner = false);

std::string list_text(EventNotes& notes, lua_State* L, int index) {
  std::string text = "{";
  const auto size = static_cast<int>(std::min<lua_Unsigned>(lua_rawlen(L, index), shown_values));
  for (int i = 1; i <= size && lua_checkstack(L, 2) != 0; ++i) {
    lua_rawgeti(L, index, i);
    text += (i > 1 ? ", " : "") + value_text(notes, L, lua_gettop(L), true);
    lua_pop(L, 1);
  }
  return text + (lua_rawlen(L, index) > shown_values ? ", ...}" : "}");
}

// Nothing here raises: no metamethod is called, and no string is made in Lua.
std::string value_text(EventNotes& notes, lua_State* L, int index, bool inner) {
  switch (lua_type(L, index)) {
    case LUA_TNIL:
      return "nil";
    case LUA_TBOOLEAN:
      return lua_toboolean(L, index) != 0 ? "true" : "false";
    case LUA_TNUMBER:
      return number_text(L, index);
    case LUA_TSTRING:
      return bytes_text(L, index);
    case LUA_TTABLE:
      return inner ? "{...}" : list_text(notes, L, index);
    default:
      break;
  }
  if (const Socket* socket = to_socket(L, index)) {
    const int number = notes.number_of(socket->fd);
    return number > 0 ? "socket " + std::to_string(number) : "closed socket";
  }
  return to_buffer(L, index) != nullptr ? "bytearray" : lua_typename(L, lua_type(L, index));
}

// Numbers for the sockets among the values, before an event is begun that names them: to number a socket is
// an event, too.
void number_sockets(EventNotes& notes, lua_State* L, int first, int last) {
  for (int i = first; i <= last; ++i)
    if (const Socket* socket = to_socket(L, i)) notes.number_of(socket->fd);
}

void add_values(EventNotes& notes, lua_State* L, int first, int last, std::vector<std::string>& texts) {
  for (int i = first; i <= std::min(last, first + shown_values - 1); ++i)
    texts.push_back(value_text(notes, L, i));
}

// Pushes "ConnectionRefusedError: [Errno 111] Connection refused" of the error on the top of the stack.
const char* push_error_text(lua_State* L) {
  const int error = lua_gettop(L);
  const char* text = luaL_tolstring(L, error, nullptr);
  if (lua_istable(L, error) == 0 || luaL_getmetafield(L, error, "__name") != LUA_TSTRING) return text;
  return lua_pushfstring(L, "%s: %s", lua_tostring(L, -1), text);
}

// After these an address may be another one.
bool changes_addresses(const char* call) {
  static constexpr const char* calls[] = {"bind", "connect", "connect_ex", "listen", "sendto"};
  return std::any_of(std::begin(calls), std::end(calls),
                     [&](const char* known) { return std::strcmp(known, call) == 0; });
}

const char* name_of_call(lua_State* L) { return lua_tostring(L, lua_upvalueindex(2)); }

int call_ended(lua_State* L, int status, lua_KContext began) {
  EventNotes& notes = *runtime_of(L).events;
  const bool raised = status != LUA_OK && status != LUA_YIELD;
  const int given = static_cast<int>(lua_tointeger(L, given_index));
  const int first = socket_index + 1 + given;
  const int last = lua_gettop(L);
  luaL_checkstack(L, 8, nullptr);
  const Socket* socket = to_socket(L, socket_index + 1);
  if (!raised && socket != nullptr && changes_addresses(name_of_call(L))) notes.look_at_addresses(socket->fd);
  number_sockets(notes, L, first, last);
  const char* error = raised ? push_error_text(L) : "";
  Event& event = notes.draft(Event::Kind::call);
  event.end = event.begin;
  event.begin = began;
  event.what = name_of_call(L);
  event.socket = static_cast<int>(lua_tointeger(L, socket_index));
  event.error = std::string_view(error).substr(0, shown_text);
  // A method's own socket is the event's.
  const int own = socket != nullptr ? 1 : 0;
  add_values(notes, L, socket_index + 1 + own, first - 1, event.arguments);
  if (!raised) add_values(notes, L, first, last, event.results);
  notes.add();
  lua_settop(L, last);
  if (raised) return lua_error(L);
  return last - first + 1;
}

int all_results(lua_State* L, int /*status*/, lua_KContext /*context*/) { return lua_gettop(L); }

// In the place of a function: upvalues are the function and its name. While a script loads there is no
// scenario, and nothing to tell.
int logged_call(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  const int given = lua_gettop(L);
  luaL_checkstack(L, given + 8, nullptr);
  if (runtime.current == nullptr || runtime.events->is_quiet()) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_callk(L, given, LUA_MULTRET, 0, all_results);
    return all_results(L, LUA_OK, 0);
  }
  const Socket* socket = to_socket(L, 1);
  lua_pushinteger(L, given);
  lua_insert(L, given_index);
  lua_pushinteger(L, socket != nullptr ? runtime.events->number_of(socket->fd) : 0);
  lua_insert(L, socket_index);
  lua_pushvalue(L, lua_upvalueindex(1));
  for (int i = 1; i <= given; ++i) lua_pushvalue(L, socket_index + i);
  const std::int64_t began = runtime.events->now();
  return call_ended(L, lua_pcallk(L, given, LUA_MULTRET, 0, began, call_ended), began);
}

// wrap(fn, name) -> what stands in the place of fn.
int wrap(lua_State* L) {
  lua_settop(L, 2);
  lua_pushcclosure(L, logged_call, 2);
  return 1;
}

// <close> of a socket, which is a call where there is something left to close.
int logged_close(lua_State* L) {
  const Socket* socket = to_socket(L, 1);
  if (socket == nullptr || socket->fd < 0) return 0;
  lua_settop(L, 1);
  return logged_call(L);
}

// Of the metatable that all shapes are made of.
void log_closing(lua_State* L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &socket_meta_key);
  lua_getfield(L, -1, "__close");
  lua_pushliteral(L, "close");
  lua_pushcclosure(L, logged_close, 2);
  lua_setfield(L, -2, "__close");
  lua_pop(L, 1);
}

}  // namespace

void log_calls(lua_State* L) {
  log_closing(L);
  push_embedded(L, "logged");
  lua_pushcfunction(L, wrap);
  lua_call(L, 1, 0);
  forget_shapes(L);
}

}  // namespace parley
