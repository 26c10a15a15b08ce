// send and sendall, and sendto where a stream's peer is meant whatever it names. Each tries first and waits
// on EAGAIN. What the kernel would do for a blocking descriptor is done here: it returns when all is sent.
#include <netinet/in.h>
#include <poll.h>

#include <algorithm>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/traffic.hpp"
#include "bindings/socket/waiting.hpp"
#include "engine/net/transfer.hpp"

namespace parley {

using loop::Interest;

namespace {

// After so many bytes in one go the other tasks run: what was sent is read while it is still in the cache.
constexpr std::size_t burst = 65536;

// The stack of a call that sends: socket, bytes, flags, bytes sent so far.
constexpr int sent_index = 4;

enum class Extent : std::uint8_t { some, all };

int count_sent(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  lua_settop(L, sent_index);
  return 1;
}

int none(lua_State* L, int /*status*/, lua_KContext /*context*/) { return return_none(L); }

int finish_sending(lua_State* L, lua_KFunction result) {
  Runtime& runtime = runtime_of(L);
  if (runtime.sent_in_a_row < burst && !runtime.segmentation.pauses()) return result(L, LUA_OK, 0);
  return give_way(L, "send", 0, result);
}

void set_sent(lua_State* L, std::size_t sent) {
  lua_pushinteger(L, static_cast<lua_Integer>(sent));
  lua_replace(L, sent_index);
}

// A send that has sent a part returns it where SO_SNDTIMEO or the end of the connection stops it. The error,
// if there is one, is for the next call.
bool is_cut_short(lua_State* L, const Socket& socket) {
  if (socket.fd < 0 || socket.timeout >= 0) return false;
  if (runtime_of(L).current->wake == loop::Wake::timeout) return true;
  pollfd watched{socket.fd, 0, 0};
  return ::poll(&watched, 1, 0) > 0;
}

// Sends as much of `bytes` as goes in one call, and notes it.
net::Count send_part(Runtime& runtime, const Socket& socket, std::string_view bytes, std::size_t sent,
                     int flags) {
  using Part = transcript::Recorder::Part;
  const std::string_view rest = bytes.substr(sent);
  const net::Count count =
      net::send(socket.fd, rest.data(), part_of(runtime, socket, flags, rest.size()), flags);
  if (count.ok()) {
    const std::string_view taken = rest.substr(0, static_cast<std::size_t>(count.value));
    note_sent(runtime, socket, nullptr, taken, sent > 0 ? Part::rest : Part::first);
  }
  return count;
}

// One round of sends; `extent` says whether a part will do. `result` pushes what the method returns.
int send_rounds(lua_State* L, int status, lua_KContext deadline, const char* call, Extent extent,
                lua_KFunction retry, lua_KFunction result) {
  Socket& socket = *to_socket(L, 1);
  auto sent = static_cast<std::size_t>(lua_tointeger(L, sent_index));
  const bool has_part = sent > 0 && extent == Extent::some;
  if (status == LUA_YIELD && has_part && is_cut_short(L, socket)) return finish_sending(L, result);
  check_wake(L, socket, status, call);
  Runtime& runtime = runtime_of(L);
  const std::string_view bytes = check_bytes(L, 2);
  const int flags = static_cast<int>(lua_tointeger(L, 3));
  for (;;) {
    const net::Count count = polls_in_vain(socket, Interest::write)
                                 ? net::Count{-1, EAGAIN}
                                 : send_part(runtime, socket, bytes, sent, flags);
    if (count.would_wait()) {
      // A blocking descriptor that may not wait gives what it has taken so far.
      if (sent > 0 && extent == Extent::some && (flags & MSG_DONTWAIT) != 0) break;
      set_sent(L, sent);
      return would_wait(L, socket, flags, Interest::write, deadline, call, retry);
    }
    if (!count.ok()) raise_failed(L, socket, call, count.error);
    sent += static_cast<std::size_t>(count.value);
    if (sent >= bytes.size() || (extent == Extent::some && socket.timeout >= 0) || !socket.is_stream()) break;
    if (runtime.segmentation.pauses() && can_give_way(L)) {
      set_sent(L, sent);
      if (deadline == no_deadline_yet) deadline = deadline_of(runtime, socket, Interest::write);
      return give_way(L, call, deadline, retry);
    }
  }
  set_sent(L, sent);
  return finish_sending(L, result);
}

int send_step(lua_State* L, int status, lua_KContext deadline) {
  return send_rounds(L, status, deadline, "send", Extent::some, send_step, count_sent);
}

int sendall_step(lua_State* L, int status, lua_KContext deadline) {
  return send_rounds(L, status, deadline, "sendall", Extent::all, sendall_step, none);
}

int start_sending(lua_State* L, const char* method, lua_KFunction step) {
  check_self(L, method);
  check_count(L, method, 2, 1, 2);
  check_bytes(L, 2);
  const int flags = optional_int(L, 3, 0);
  lua_settop(L, 2);
  lua_pushinteger(L, flags);
  lua_pushinteger(L, 0);
  return step(L, LUA_OK, no_deadline_yet);
}

// send(bytes[, flags]) -> int. On a blocking stream everything is sent, as CPython's kernel does; else maybe
// a part.
int send_method(lua_State* L) { return start_sending(L, "send", send_step); }

// sendall(bytes[, flags]): sends until all is sent; one deadline for all of it.
int sendall_method(lua_State* L) { return start_sending(L, "sendall", sendall_step); }

}  // namespace

int send_on_stream(lua_State* L, int flags) {
  lua_settop(L, 2);
  lua_pushinteger(L, flags);
  lua_pushinteger(L, 0);
  return send_step(L, LUA_OK, no_deadline_yet);
}

void open_socket_sending(lua_State* L) {
  static const luaL_Reg methods[] = {{"send", send_method}, {"sendall", sendall_method}, {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

}  // namespace parley
