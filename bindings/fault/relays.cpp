// What lua/fault needs of the transcript: a proxy's role is a relay, and what it is set to do stands in the
// conversations with it.
#include <algorithm>

#include "bindings/errors.hpp"
#include "bindings/fault/module.hpp"
#include "bindings/fault/told.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"

namespace parley {

namespace {

transcript::Role role_at(lua_State* L, int index) {
  std::size_t size = 0;
  const char* name = luaL_checklstring(L, index, &size);
  return runtime_of(L).recorder->declare_role({name, size});
}

void set_standing(lua_State* L, transcript::Role role) {
  std::vector<std::string> lines;
  const lua_Unsigned count = lua_rawlen(L, 2);
  for (lua_Unsigned i = 1; i <= count; ++i) {
    lua_rawgeti(L, 2, static_cast<lua_Integer>(i));
    std::size_t size = 0;
    const char* line = lua_tolstring(L, -1, &size);  // A string already: nothing is allocated.
    if (line != nullptr) lines.emplace_back(line, size);
    lua_pop(L, 1);
  }
  runtime_of(L).recorder->relays(role, std::move(lines));
}

// relay(name, list of lines): the role is a relay; the lines stand at the head of the conversations to come.
int relay(lua_State* L) {
  const transcript::Role role = role_at(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  set_standing(L, role);
  return 0;
}

// is_role(name) -> whether it is a role, but no relay's.
int is_role(lua_State* L) {
  std::size_t size = 0;
  const char* name = luaL_checklstring(L, 1, &size);
  const transcript::Recorder& recorder = *runtime_of(L).recorder;
  bool found = false;
  for (transcript::Role role = 0; role < recorder.role_count(); ++role) {
    if (recorder.role_name(role) == std::string_view(name, size) && !recorder.is_relay(role)) found = true;
  }
  lua_pushboolean(L, found ? 1 : 0);
  return 1;
}

void note_set(Runtime& runtime, transcript::Role role, std::string_view line) {
  const transcript::Role by = runtime.current == nullptr ? 0 : runtime.current->role;
  runtime.recorder->relay_set(role, by, std::string(line));
}

// relay_set(name, line): the running task set something of the relay; a note in the conversations with it.
int relay_set(lua_State* L) {
  const transcript::Role role = role_at(L, 1);
  std::size_t size = 0;
  const char* line = luaL_checklstring(L, 2, &size);
  note_set(runtime_of(L), role, {line, size});
  return 0;
}

// relay_port(listener): the kernel chose its port, when a listener of this relay was first bound to it.
int relay_port(lua_State* L) {
  const Socket* listener = to_socket(L, 1);
  Runtime& runtime = runtime_of(L);
  if (listener == nullptr || listener->fd < 0 || runtime.socket(listener->fd).names == nullptr) return 0;
  Names& names = *runtime.socket(listener->fd).names;
  names.kernel_chose = true;
  runtime.recorder->bound(names.protocol, names.role, listener->fd, names.local, true);
  return 0;
}

transcript::Conversation* conversation_at(lua_State* L, int index) {
  const Socket* socket = to_socket(L, index);
  if (socket == nullptr || socket->fd < 0) return nullptr;
  Runtime& runtime = runtime_of(L);
  return runtime.recorder->conversation_of(runtime.socket(socket->fd).end, socket->fd);
}

// relay_heard(socket) -> what relay_passes takes: the conversation of the socket, of its last datagram; or
// nil.
int relay_heard(lua_State* L) {
  transcript::Conversation* heard = conversation_at(L, 1);
  if (heard == nullptr) return 0;
  lua_pushlightuserdata(L, heard);
  return 1;
}

// relay_passes(heard, socket): what was heard there is passed on in the conversation of the socket.
int relay_passes(lua_State* L) {
  const auto* heard = static_cast<const transcript::Conversation*>(lua_touserdata(L, 1));
  transcript::Conversation* on = conversation_at(L, 2);
  if (heard != nullptr && on != nullptr) transcript::Recorder::passes_on(*heard, *on);
  return 0;
}

transcript::End* end_at(lua_State* L, int index) {
  const Socket* socket = to_socket(L, index);
  return socket == nullptr || socket->fd < 0 ? nullptr : runtime_of(L).socket(socket->fd).end;
}

// relay_run(socket, most) -> how many bytes to receive, so that all were sent with the same knowledge.
int relay_run(lua_State* L) {
  const auto most = static_cast<std::uint64_t>(luaL_checkinteger(L, 2));
  const transcript::End* end = end_at(L, 1);
  const std::uint64_t run = end == nullptr ? most : transcript::Recorder::relay_run(*end);
  lua_pushinteger(L, static_cast<lua_Integer>(std::min(run, most)));
  return 1;
}

// relay_known(socket) -> how much of the other direction was taken by who sent what was received last.
int relay_known(lua_State* L) {
  const transcript::End* end = end_at(L, 1);
  lua_pushinteger(L, end == nullptr ? 0 : static_cast<lua_Integer>(transcript::Recorder::relay_heard(*end)));
  return 1;
}

// relay_knows(socket, units): what is sent there next was sent by who had taken so much of what came back.
int relay_knows(lua_State* L) {
  const auto units = static_cast<std::uint64_t>(luaL_checkinteger(L, 2));
  if (transcript::End* end = end_at(L, 1)) transcript::Recorder::relay_knows(*end, units);
  return 0;
}

// circumstance(text): from now on every failure of the scenario says it, too; nothing where it is empty.
int circumstance(lua_State* L) {
  std::size_t size = 0;
  const char* text = luaL_checklstring(L, 1, &size);
  runtime_of(L).circumstance.assign(text, size);
  return 0;
}

// conversations() -> how many have begun.
int conversations(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(runtime_of(L).recorder->conversation_count()));
  return 1;
}

// leave_out(count): the transcript has those that began up to there, and not those behind.
int leave_out(lua_State* L) {
  runtime_of(L).recorder->leave_out(static_cast<std::size_t>(luaL_checkinteger(L, 1)));
  return 0;
}

}  // namespace

void open_faults(lua_State* L) {
  open_told(L);
  static const luaL_Reg functions[] = {{"relay", relay},
                                       {"is_role", is_role},
                                       {"relay_set", relay_set},
                                       {"relay_port", relay_port},
                                       {"relay_heard", relay_heard},
                                       {"relay_passes", relay_passes},
                                       {"relay_run", relay_run},
                                       {"relay_known", relay_known},
                                       {"relay_knows", relay_knows},
                                       {"circumstance", circumstance},
                                       {"conversations", conversations},
                                       {"leave_out", leave_out},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
