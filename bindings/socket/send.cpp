// send, sendall and sendmsg, and sendto where a stream's peer is meant whatever it names. Each tries first
// and waits on EAGAIN. What the kernel would do for a blocking descriptor is done here: it returns when all
// is sent.
#include <netinet/in.h>
#include <poll.h>

#include <algorithm>

#include "bindings/errors.hpp"
#include "bindings/socket/address.hpp"
#include "bindings/socket/ancillary.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/traffic.hpp"
#include "bindings/socket/waiting.hpp"
#include "engine/net/transfer.hpp"

namespace parley {

using loop::Interest;

namespace {

// After so many bytes in one go the other tasks run: what was sent is read while it is still in the cache.
constexpr std::size_t burst = 65536;

// The stack of a call that sends: socket, bytes, flags, bytes sent so far; of sendall also those sent before
// the limit began anew; of sendmsg the ancillary data and the address, or nil.
constexpr int sent_index = 4;
constexpr int begun_index = 5;
constexpr int control_index = 5;
constexpr int address_index = 6;

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
  if (socket.fd < 0 || !socket.is_blocking_file()) return false;
  if (runtime_of(L).current->wake == loop::Wake::timeout) return true;
  pollfd watched{socket.fd, 0, 0};
  return ::poll(&watched, 1, 0) > 0;
}

// What sendmsg carries beside the bytes. Of a call that sends several times the first part takes it along.
struct Beside {
  std::string_view control;
  std::optional<net::Address> to;
};

Beside beside(lua_State* L) {
  Beside data;
  if (lua_gettop(L) < address_index) return data;
  data.control = check_bytes(L, control_index);
  if (!lua_isnil(L, address_index)) data.to = raw_address(L, address_index);
  return data;
}

net::Count send_with(Runtime& runtime, const Socket& socket, std::string_view bytes, int flags,
                     const Beside& data, std::size_t& descriptors) {
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (!data.control.empty()) {
    message.msg_control = const_cast<char*>(data.control.data());
    message.msg_controllen = data.control.size();
  }
  if (data.to) {
    message.msg_name = const_cast<sockaddr*>(data.to->raw());
    message.msg_namelen = data.to->length;
    if (!socket.is_stream()) runtime.recorder->about_to_send(protocol_of(socket), *data.to);
  }
  const net::Count count = net::send_message(socket.fd, message, flags);
  if (count.ok()) descriptors = count_descriptors(message);
  if (descriptors == 0) return count;
  note_descriptors_passed(runtime, message);
  transcript::End* end = runtime.socket(socket.fd).end;
  if (end != nullptr) runtime.recorder->passes(*end, descriptors);
  return count;
}

// Sends as much of `bytes` as goes in one call, and notes it.
net::Count send_part(Runtime& runtime, const Socket& socket, std::string_view bytes, std::size_t sent,
                     int flags, const Beside& data) {
  using Part = transcript::Recorder::Part;
  const std::string_view rest = bytes.substr(sent);
  const std::size_t size = part_of(runtime, socket, flags, rest.size());
  const bool is_plain = sent > 0 || (data.control.empty() && !data.to);
  std::size_t descriptors = 0;
  const net::Count count = is_plain
                               ? net::send(socket.fd, rest.data(), size, flags)
                               : send_with(runtime, socket, rest.substr(0, size), flags, data, descriptors);
  if (count.ok()) {
    const std::string_view taken = rest.substr(0, static_cast<std::size_t>(count.value));
    const bool names_peer = data.to && !socket.is_stream();
    note_sent(runtime, socket, flags, names_peer ? &*data.to : nullptr, taken,
              sent > 0 ? Part::rest : Part::first);
    const bool as_datagram =
        descriptors > 0 && runtime.socket(socket.fd).end == nullptr && !socket.is_stream();
    if (as_datagram) runtime.recorder->datagram_passed(socket.fd, descriptors);
  }
  return count;
}

[[noreturn]] void raise_send_failed(lua_State* L, const Socket& socket, const char* call, int code) {
  const std::optional<net::Address> to = beside(L).to;
  if (!to || socket.is_stream()) raise_failed(L, socket, call, code);
  raise_failed_to(L, socket, *to, call, code);
}

// SO_SNDTIMEO is the limit of one send(2), which gives what it has sent when that is over; then sendall calls
// it again. So where something was sent, the limit begins anew. (A timeout of Python's holds for all of
// sendall.)
bool sends_again(lua_State* L, const Socket& socket) {
  const bool limit_is_over =
      socket.fd >= 0 && socket.is_blocking_file() && runtime_of(L).current->wake == loop::Wake::timeout;
  if (!limit_is_over || lua_compare(L, begun_index, sent_index, LUA_OPEQ) != 0) return false;
  lua_copy(L, sent_index, begun_index);
  return true;
}

// What is to be sent. All of it stands on the stack, too, for when the call goes on after a wait.
struct Sending {
  Socket& socket;
  std::string_view bytes;
  int flags;
  std::size_t sent;
  Beside data;
};

// How a method sends: `extent` says whether a part will do, `result` pushes what it returns, and `retry` is
// where it goes on.
struct Way {
  const char* call;
  Extent extent;
  lua_KFunction retry;
  lua_KFunction result;
};

// One round of sends.
int send_round(lua_State* L, const Sending& sending, lua_KContext deadline, const Way& way) {
  const auto& [socket, bytes, flags, begun, data] = sending;
  std::size_t sent = begun;
  Runtime& runtime = runtime_of(L);
  if ((flags & MSG_OOB) != 0) runtime.urgent_sent = true;
  for (;;) {
    const net::Count count = polls_in_vain(socket, Interest::write)
                                 ? net::Count{-1, EAGAIN}
                                 : send_part(runtime, socket, bytes, sent, flags, data);
    if (count.would_wait()) {
      // A blocking descriptor that may not wait gives what it has taken so far.
      if (sent > 0 && way.extent == Extent::some && (flags & MSG_DONTWAIT) != 0) break;
      set_sent(L, sent);
      return would_wait(L, socket, flags, Interest::write, deadline, way.call, way.retry);
    }
    if (!count.ok()) raise_send_failed(L, socket, way.call, count.error);
    sent += static_cast<std::size_t>(count.value);
    const bool will_do = way.extent == Extent::some && !socket.is_blocking_file();
    if (sent >= bytes.size() || will_do || !socket.is_stream()) break;
    if (runtime.segmentation.pauses() && can_give_way(L)) {
      set_sent(L, sent);
      if (deadline == no_deadline_yet) deadline = deadline_of(runtime, socket, Interest::write);
      return give_way(L, way.call, deadline, way.retry);
    }
  }
  if (way.extent == Extent::some) set_sent(L, sent);
  return finish_sending(L, way.result);
}

// The same with what stands on the stack.
int send_rounds(lua_State* L, int status, lua_KContext deadline, const Way& way) {
  Socket& socket = *to_socket(L, 1);
  const auto sent = static_cast<std::size_t>(lua_tointeger(L, sent_index));
  const bool has_part = sent > 0 && way.extent == Extent::some;
  if (status == LUA_YIELD && has_part && is_cut_short(L, socket)) return finish_sending(L, way.result);
  if (status == LUA_YIELD && way.extent == Extent::all && sends_again(L, socket)) {
    deadline = deadline_of(runtime_of(L), socket, Interest::write);
  } else {
    check_wake(L, socket, status, way.call);
  }
  const int flags = static_cast<int>(lua_tointeger(L, 3));
  return send_round(L, {socket, check_bytes(L, 2), flags, sent, beside(L)}, deadline, way);
}

int send_step(lua_State* L, int status, lua_KContext deadline);
int sendall_step(lua_State* L, int status, lua_KContext deadline);
int sendmsg_step(lua_State* L, int status, lua_KContext deadline);

constexpr Way by_send{"send", Extent::some, send_step, count_sent};
constexpr Way by_sendall{"sendall", Extent::all, sendall_step, none};
constexpr Way by_sendmsg{"sendmsg", Extent::some, sendmsg_step, count_sent};

int send_step(lua_State* L, int status, lua_KContext deadline) {
  return send_rounds(L, status, deadline, by_send);
}

int sendall_step(lua_State* L, int status, lua_KContext deadline) {
  return send_rounds(L, status, deadline, by_sendall);
}

int sendmsg_step(lua_State* L, int status, lua_KContext deadline) {
  return send_rounds(L, status, deadline, by_sendmsg);
}

int start_sending(lua_State* L, const Way& way) {
  Socket& socket = check_self(L, way.call);
  check_count(L, way.call, 2, 1, 2);
  const std::string_view bytes = check_bytes(L, 2);
  const int flags = optional_int(L, 3, 0);
  lua_settop(L, 2);
  lua_pushinteger(L, flags);
  lua_pushinteger(L, 0);
  lua_pushinteger(L, 0);
  check_wake(L, socket, LUA_OK, way.call);
  return send_round(L, {socket, bytes, flags, 0, {}}, no_deadline_yet, way);
}

// send(bytes[, flags]) -> int. On a blocking stream everything is sent, as CPython's kernel does; else maybe
// a part.
int send_method(lua_State* L) { return start_sending(L, by_send); }

// sendall(bytes[, flags]): sends until all is sent; one deadline for all of it.
int sendall_method(lua_State* L) { return start_sending(L, by_sendall); }

}  // namespace

int send_on_stream(lua_State* L, int flags) {
  lua_settop(L, 2);
  lua_pushinteger(L, flags);
  lua_pushinteger(L, 0);
  return send_step(L, LUA_OK, no_deadline_yet);
}

int send_message(lua_State* L) {
  lua_pushinteger(L, 0);
  lua_insert(L, sent_index);
  return sendmsg_step(L, LUA_OK, no_deadline_yet);
}

void open_socket_sending(lua_State* L) {
  static const luaL_Reg methods[] = {{"send", send_method}, {"sendall", sendall_method}, {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

}  // namespace parley
