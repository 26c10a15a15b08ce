// Receiving a head of HTTP as one step, and with it the body that came along: a look at what there is, and
// one receive of what belongs to the message. What follows it stays in the kernel.
#include <sys/socket.h>

#include "bindings/events/notes.hpp"
#include "bindings/protocol/http_head.hpp"
#include "bindings/protocol/module.hpp"
#include "bindings/socket/declared.hpp"
#include "bindings/socket/waiting.hpp"

namespace parley {

namespace {

// How far ahead is looked.
constexpr std::size_t most_seen = 65536;

// The stack of http_receive.
constexpr int is_request_index = 2;
constexpr int meta_index = 3;
constexpr int wants_body_index = 4;

void push(lua_State* L, std::string_view part) { lua_pushlstring(L, part.data(), part.size()); }

// Pushes the list of { name, value }, with the metatable at `meta`.
void push_fields(lua_State* L, const HttpHead& head, int meta) {
  lua_createtable(L, static_cast<int>(head.field_count), 0);
  lua_Integer number = 0;
  for (std::string_view lines = head.fields; !lines.empty();) {
    const HttpField field = take_http_field(lines);
    lua_createtable(L, 2, 0);
    push(L, field.name);
    lua_rawseti(L, -2, 1);
    push(L, field.value);
    lua_rawseti(L, -2, 2);
    lua_rawseti(L, -2, ++number);
  }
  lua_pushvalue(L, meta);
  lua_setmetatable(L, -2);
}

constexpr int head_results = 6;

// Pushes the start line's three, the fields, the length (nil for none, false where the fields have to be
// asked), and whether the connection is kept.
void push_head(lua_State* L, const HttpHead& head, bool is_request, int meta) {
  const auto& [first, second, third] = head.start;
  luaL_checkstack(L, LUA_MINSTACK, nullptr);
  push(L, first);
  if (is_request) {
    push(L, second);
  } else {
    lua_pushinteger(L, head.status());
  }
  push(L, third);
  push_fields(L, head, meta);
  if (head.length_kind == HttpLength::known) {
    lua_pushinteger(L, static_cast<lua_Integer>(head.length));
  } else if (head.length_kind == HttpLength::unsaid) {
    lua_pushnil(L);
  } else {
    lua_pushboolean(L, 0);
  }
  lua_pushboolean(L, head.keeps_alive(is_request ? third : first) ? 1 : 0);
}

// http_head(bytes, is_request, meta) -> method, target, version or version, status, reason; a list of { name,
// value } with that metatable; the length that the fields say: nil for none, false where it is not plain;
// whether the connection is kept; how many bytes the head has. Nothing where it is not there as a whole, or
// has a flaw.
int http_head(lua_State* L) {
  std::size_t size = 0;
  const char* bytes = luaL_checklstring(L, 1, &size);
  const bool is_request = lua_toboolean(L, is_request_index) != 0;
  HttpHead head;
  if (!read_http_head({bytes, size}, is_request, head)) return 0;
  push_head(L, head, is_request, meta_index);
  lua_pushinteger(L, static_cast<lua_Integer>(head.size));
  return head_results + 1;
}

// Whether a look and one receive are all that there is to it: nobody is told of each call, nothing cuts the
// stream, no receive is held back, no TLS lies between. And no __gc of a script's may receive while a message
// is made of the bytes.
bool is_simple(const Runtime& runtime, const Socket& socket) {
  const bool is_told = runtime.events != nullptr && !runtime.events->is_quiet();
  const bool is_stream = socket.type == SOCK_STREAM && !socket.is_ssl && socket.low_water <= 1;
  return is_stream && !is_told && runtime.told == nullptr && !runtime.segmentation.cuts() &&
         !runtime.urgent_sent && !runtime.has_finalizers;
}

// Takes the head, and the body where it is wanted and there; pushes what http_receive gives.
int take_message(lua_State* L, const Socket& socket, std::string_view seen, const HttpHead& head) {
  const bool is_request = lua_toboolean(L, is_request_index) != 0;
  const bool has_body = lua_toboolean(L, wants_body_index) != 0 && head.has_known_body() &&
                        head.length <= seen.size() - head.size;
  take_seen(L, socket, head.size, has_body ? head.length : 0);
  push_head(L, head, is_request, meta_index);
  if (has_body) {
    lua_pushnil(L);
    push(L, seen.substr(head.size, head.length));
  } else {
    push(L, seen.substr(0, head.size));
    lua_pushnil(L);
  }
  return head_results + 2;
}

int receive_step(lua_State* L, int status, lua_KContext deadline) {
  const Socket& socket = *to_socket(L, 1);
  check_wake(L, socket, status, "recv");
  std::string_view seen;
  if (!look(L, socket, most_seen, seen))
    return would_wait(L, socket, MSG_PEEK, loop::Interest::read, deadline, "recv", receive_step);
  HttpHead head;
  if (read_http_head(seen, lua_toboolean(L, is_request_index) != 0, head))
    return take_message(L, socket, seen, head);
  lua_pushboolean(L, 0);
  return 1;
}

// http_receive(socket, is_request, meta, wants_body): waits for bytes, and takes the head that they begin
// with: gives what http_head gives but for the size; then the head's bytes; or nil and the body, where that
// was wanted, is known to be one, and is there. False where there is no whole and flawless head: nothing is
// taken. Nothing where it is no such socket, or every call counts: nothing was done. Raises what recv() does.
int http_receive(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  const Socket* socket = to_socket(L, 1);
  if (socket == nullptr || !is_simple(runtime, *socket)) return 0;
  lua_settop(L, wants_body_index);
  note_call(runtime, "recv_until");
  return receive_step(L, LUA_OK, no_deadline_yet);
}

}  // namespace

void open_protocols(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"http_head", http_head}, {"http_receive", http_receive}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
