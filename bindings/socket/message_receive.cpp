// recvmsg and recvmsg_into: bytes, ancillary data, flags and the sender in one call.
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>

#include "bindings/errors.hpp"
#include "bindings/socket/address.hpp"
#include "bindings/socket/ancillary.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/datagrams.hpp"
#include "bindings/socket/messages.hpp"
#include "bindings/socket/traffic.hpp"
#include "bindings/socket/waiting.hpp"
#include "engine/net/transfer.hpp"

namespace parley {

using loop::Interest;
using net::ExceptionClass;

namespace {

// The stack: socket, size, room for ancillary data, flags, the list of bytearrays to fill or nil, and the
// bytes that came so far (of MSG_WAITALL).
constexpr int into_index = 5;
constexpr int bytes_index = 6;

struct Incoming {
  msghdr message{};
  iovec part{};
  net::Address from;
  std::size_t got = 0;
};

const char* name_of_call(lua_State* L) { return lua_isnil(L, into_index) ? "recvmsg" : "recvmsg_into"; }

// recvmsg(2), once, into the space that all receives share: first the ancillary data, then the bytes. Returns
// false where there is nothing yet.
bool receive_once(lua_State* L, const Socket& socket, std::size_t size, int flags, Incoming& in) {
  Runtime& runtime = runtime_of(L);
  const bool must_poll = size == 0 || runtime.urgent_sent;  // The kernel may give nothing at once.
  if (must_poll && polls_in_vain(socket, Interest::read)) return false;
  const auto room = static_cast<std::size_t>(lua_tointeger(L, 3));
  const std::size_t aligned = CMSG_ALIGN(room);
  size = receive_space(runtime, socket, part_of(runtime, socket, flags, size)).size();
  if (runtime.scratch.size() < aligned + size + 1) runtime.scratch.resize(aligned + size + 1);
  in.part = {runtime.scratch.data() + aligned, size};
  in.message.msg_iov = &in.part;
  in.message.msg_iovlen = 1;
  in.message.msg_name = in.from.raw();
  in.message.msg_namelen = sizeof in.from.storage;
  in.message.msg_control = room > 0 ? runtime.scratch.data() : nullptr;
  in.message.msg_controllen = room;
  const net::Count count = net::receive_message(socket.fd, in.message, flags);
  if (count.would_wait()) {
    in.message.msg_controllen = 0;
    in.message.msg_namelen = 0;
    return ends_waiting(socket, flags);
  }
  if (would_have_polled(socket, count.error)) return false;
  if (!count.ok()) raise_failed(L, socket, name_of_call(L), count.error);
  in.from.length = in.message.msg_namelen;
  in.got = std::min(static_cast<std::size_t>(count.value), size);
  note_descriptors_arrived(L, socket, in.message);
  const std::string_view bytes{static_cast<const char*>(in.part.iov_base), in.got};
  note_received(runtime, socket, flags, in.from.length > 0 ? &in.from : nullptr, size, bytes);
  return true;
}

// Fills the bytearrays of the list, one after the other.
void scatter(lua_State* L, std::string_view bytes) {
  for (lua_Integer i = 1; !bytes.empty(); ++i) {
    lua_rawgeti(L, into_index, i);
    Buffer& buffer = *to_buffer(L, -1);
    const std::size_t size = std::min(buffer.size, bytes.size());
    std::memcpy(buffer.data(), bytes.data(), size);
    bytes.remove_prefix(size);
    lua_pop(L, 1);
  }
}

int give(lua_State* L, const Incoming& in) {
  if (!lua_isnil(L, into_index)) {
    const std::string_view bytes = check_bytes(L, bytes_index);
    scatter(L, bytes);
    lua_pushinteger(L, static_cast<lua_Integer>(bytes.size()));
    lua_replace(L, bytes_index);
  }
  push_ancillary(L, in.message);
  lua_pushinteger(L, in.message.msg_flags);
  push_sender(L, in.from);
  return 4;
}

// Whether a blocking descriptor would wait for more: with MSG_WAITALL, or up to SO_RCVLOWAT; but never beyond
// what carries ancillary data.
bool wants_more(lua_State* L, const Socket& socket, int flags, const Incoming& in) {
  const bool ends_here = in.got == 0 || (flags & MSG_PEEK) != 0 || in.message.msg_controllen > 0;
  if (ends_here || socket.type != SOCK_STREAM || !socket.is_blocking_file() || (flags & MSG_DONTWAIT) != 0)
    return false;
  const auto size = static_cast<std::size_t>(lua_tointeger(L, 2));
  const std::size_t low = std::min(size, static_cast<std::size_t>(socket.low_water));
  return lua_rawlen(L, bytes_index) < ((flags & MSG_WAITALL) != 0 ? size : low);
}

// The last part's flags and sender, where it ended before all came.
int give_what_came(lua_State* L) {
  const Incoming nothing;
  return give(L, nothing);
}

int recvmsg_step(lua_State* L, int status, lua_KContext deadline) {
  const Socket& socket = *to_socket(L, 1);
  const bool late = status == LUA_YIELD && runtime_of(L).current->wake == loop::Wake::timeout;
  if (late && (lua_rawlen(L, bytes_index) > 0 || waits_for_nothing(socket, lua_tointeger(L, 2))))
    return give_what_came(L);
  check_wake(L, socket, status, name_of_call(L));
  const auto flags = static_cast<int>(lua_tointeger(L, 4));
  for (;;) {
    const std::size_t have = lua_rawlen(L, bytes_index);
    Incoming in;
    if (!receive_once(L, socket, static_cast<std::size_t>(lua_tointeger(L, 2)) - have, flags & ~MSG_WAITALL,
                      in)) {
      return would_wait(L, socket, flags, Interest::read, deadline, name_of_call(L), recvmsg_step);
    }
    lua_pushlstring(L, static_cast<const char*>(in.part.iov_base), in.got);
    lua_concat(L, 2);
    if (!wants_more(L, socket, flags, in)) return give(L, in);
  }
}

// Checks the types of what the two have in common, at stack indices 3 and 4: room for ancillary data, and
// flags.
void check_rest_types(lua_State* L) {
  const lua_Integer room = lua_isnone(L, 3) ? 0 : check_size(L, 3);
  const int flags = optional_int(L, 4, 0);
  lua_settop(L, 2);
  lua_pushinteger(L, room);
  lua_pushinteger(L, flags);
}

void check_rest(lua_State* L) {
  const lua_Integer room = lua_tointeger(L, 3);
  if (room < 0 || room > INT_MAX) {
    raise(L, ExceptionClass::value_error, "invalid ancillary data buffer length");
  }
  check_family(L, *to_socket(L, 1));
}

// recvmsg(bufsize[, ancbufsize[, flags]]) -> bytes, list of {level, type, bytes}, msg_flags, address.
// Descriptors that come (SCM_RIGHTS) are the script's to close. recvmsg(2).
int recvmsg_method(lua_State* L) {
  check_self(L, "recvmsg");
  check_count(L, "recvmsg", 2, 1, 3);
  const lua_Integer size = check_size(L, 2);
  check_rest_types(L);
  lua_pushinteger(L, size);  // It may have been true, which is 1.
  lua_replace(L, 2);
  if (size < 0) raise(L, ExceptionClass::value_error, "negative buffer size in recvmsg()");
  check_receivable(L, size, "recvmsg");
  check_rest(L);
  lua_pushnil(L);
  lua_pushliteral(L, "");
  return recvmsg_step(L, LUA_OK, no_deadline_yet);
}

// How many bytes the bytearrays of the list at `index` hold.
lua_Integer check_bytearrays(lua_State* L, int index) {
  if (!lua_istable(L, index))
    raise(L, ExceptionClass::type_error, "recvmsg_into() argument 1 must be an iterable");
  lua_Integer size = 0;
  const auto count = static_cast<lua_Integer>(lua_rawlen(L, index));
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_rawgeti(L, index, i);
    const Buffer* buffer = to_buffer(L, -1);
    if (buffer == nullptr) {
      raise(L, ExceptionClass::type_error,
            "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers");
    }
    size += static_cast<lua_Integer>(buffer->size);
    lua_pop(L, 1);
  }
  return size;
}

// A list of the script's own could change while the call waits.
void push_copy(lua_State* L, int index) {
  const auto count = static_cast<lua_Integer>(lua_rawlen(L, index));
  lua_createtable(L, static_cast<int>(count), 0);
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_rawgeti(L, index, i);
    lua_rawseti(L, -2, i);
  }
}

// recvmsg_into(list of bytearrays[, ancbufsize[, flags]]) -> int, list of {level, type, bytes}, msg_flags,
// address.
int recvmsg_into_method(lua_State* L) {
  check_self(L, "recvmsg_into");
  check_count(L, "recvmsg_into", 2, 1, 3);
  check_rest_types(L);
  const lua_Integer size = check_bytearrays(L, 2);
  check_rest(L);
  push_copy(L, 2);
  lua_pushinteger(L, size);
  lua_replace(L, 2);
  lua_pushliteral(L, "");
  return recvmsg_step(L, LUA_OK, no_deadline_yet);
}

}  // namespace

void open_message_receiving(lua_State* L) {
  static const luaL_Reg methods[] = {
      {"recvmsg", recvmsg_method}, {"recvmsg_into", recvmsg_into_method}, {nullptr, nullptr}};
  luaL_setfuncs(L, methods, 0);
}

}  // namespace parley
