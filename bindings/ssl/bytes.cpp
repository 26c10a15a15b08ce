// Bytes over TLS: read, read_into, write.
#include <sys/socket.h>

#include <algorithm>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/buffer.hpp"
#include "bindings/socket/traffic.hpp"
#include "bindings/socket/waiting.hpp"
#include "bindings/ssl/module.hpp"
#include "bindings/ssl/session.hpp"
#include "bindings/ssl/steps.hpp"

namespace parley {

using net::ExceptionClass;
using tls::Status;
using tls::Step;

namespace {

constexpr std::size_t record_size = 16384;
constexpr std::size_t burst = 65536;  // As of plain sends: after so many the others run.

constexpr const char* late_read = "The read operation timed out";
constexpr const char* late_write = "The write operation timed out";

// ---- read(socket, size, peeks, is_read) -> bytes, "" at the end. `is_read` says that the script called it
// so.

// Reads into `space`. False where it has to wait; true with the number of bytes.
Step read_once(lua_State* L, const Socket& socket, std::span<char> space, bool peeks) {
  Runtime& runtime = runtime_of(L);
  tls::Session& session = session_or_raise(L, socket, "Read on closed or unwrapped SSL socket.");
  const std::size_t size = part_of(runtime, socket, peeks ? MSG_PEEK : 0, space.size());
  Step step = peeks ? session.peek(space.first(size)) : session.read(space.first(size));
  settle_tls(runtime, socket.fd);
  if (step.status == Status::done && !peeks)
    note_received(runtime, socket, 0, nullptr, size, {space.data(), step.count});
  if (step.status == Status::closed) return {Status::done, 0};
  const bool is_ragged = step.status == Status::failed && session.failure().kind == tls::Failure::Kind::eof;
  if (is_ragged && session.suppress_ragged_eofs) {
    note_received(runtime, socket, 0, nullptr, 1, {});
    return {Status::done, 0};
  }
  return step;
}

const char* read_call(lua_State* L) { return lua_toboolean(L, 4) != 0 ? "read" : "recv"; }

int read_step(lua_State* L, int status, lua_KContext deadline) {
  const Socket& socket = *to_socket(L, 1);
  check_wake(L, socket, status, read_call(L), late_read);
  const auto wanted = std::min(static_cast<std::size_t>(lua_tointeger(L, 2)), record_size);
  const std::span<char> space = receive_space(runtime_of(L), socket, wanted);
  const Step step = read_once(L, socket, space, lua_toboolean(L, 3) != 0);
  if (step.status != Status::done) return wait_or_raise(L, socket, step, deadline, read_call(L), read_step);
  lua_pushlstring(L, space.data(), step.count);
  return 1;
}

int read(lua_State* L) {
  const Socket& socket = require_socket(L, "recv");
  const lua_Integer size = check_size(L, 2);
  if (size < 0) raise(L, ExceptionClass::value_error, "size should not be negative");
  lua_settop(L, 4);
  note_call(runtime_of(L), read_call(L));
  session_or_raise(L, socket, "Read on closed or unwrapped SSL socket.");
  if (size > 0) return read_step(L, LUA_OK, no_deadline_yet);
  lua_pushliteral(L, "");
  return 1;
}

// ---- read_into(socket, size, bytearray, is_read) -> how many bytes.

int read_into_step(lua_State* L, int status, lua_KContext deadline) {
  const Socket& socket = *to_socket(L, 1);
  const char* call = lua_toboolean(L, 4) != 0 ? "read" : "recv_into";
  check_wake(L, socket, status, call, late_read);
  Buffer& buffer = *to_buffer(L, 3);
  const auto wanted = std::min(static_cast<std::size_t>(lua_tointeger(L, 2)), record_size);
  const Step step = read_once(L, socket, {buffer.data(), wanted}, false);
  if (step.status != Status::done) return wait_or_raise(L, socket, step, deadline, call, read_into_step);
  lua_pushinteger(L, static_cast<lua_Integer>(step.count));
  return 1;
}

int read_into(lua_State* L) {
  const Socket& socket = require_socket(L, "recv_into");
  const lua_Integer size = check_size(L, 2);
  const Buffer* buffer = to_buffer(L, 3);
  if (buffer == nullptr)
    raise(L, ExceptionClass::type_error, "a bytearray is expected, not %s", python_type(L, 3));
  lua_settop(L, 4);
  note_call(runtime_of(L), lua_toboolean(L, 4) != 0 ? "read" : "recv_into");
  session_or_raise(L, socket, "Read on closed or unwrapped SSL socket.");
  const lua_Integer room = static_cast<lua_Integer>(buffer->size);
  lua_pushinteger(L, size <= 0 ? room : std::min(size, room));
  lua_replace(L, 2);
  if (lua_tointeger(L, 2) == 0) {
    lua_pushinteger(L, 0);
    return 1;
  }
  return read_into_step(L, LUA_OK, no_deadline_yet);
}

// ---- write(socket, bytes, call) -> how many were sent: a record. write_all(socket, bytes): all of them.
// Each record has a time limit of its own, as in CPython. Stack: socket, bytes, call, bytes sent, bytes of
// the record that is being tried: OpenSSL wants the same ones again.

constexpr int sent_index = 4;
constexpr int trying_index = 5;

void set_number(lua_State* L, int index, std::size_t value) {
  lua_pushinteger(L, static_cast<lua_Integer>(value));
  lua_replace(L, index);
}

std::size_t number_at(lua_State* L, int index) { return static_cast<std::size_t>(lua_tointeger(L, index)); }

std::string_view next_record(lua_State* L, const Socket& socket) {
  const std::string_view rest = check_bytes(L, 2).substr(number_at(L, sent_index));
  if (number_at(L, trying_index) == 0)
    set_number(L, trying_index, part_of(runtime_of(L), socket, 0, std::min(rest.size(), record_size)));
  return rest.substr(0, number_at(L, trying_index));
}

// One writer after the other: OpenSSL wants the rest of a record before anything else.
void end_turn(Runtime& runtime, const Socket& socket, tls::Session& session) {
  if (session.writer == nullptr) return;
  session.writer = nullptr;
  runtime.scheduler.hint(socket.fd, loop::Interest::write);
}

Step write_record(lua_State* L, const Socket& socket, tls::Session& session, std::string_view record) {
  Runtime& runtime = runtime_of(L);
  if (session.writer != nullptr && session.writer != runtime.current) return {Status::wants_write};
  const Step step = session.write(record);
  settle_tls(runtime, socket.fd);
  if (step.status == Status::done) {
    end_turn(runtime, socket, session);
  } else if (socket.blocks()) {
    session.writer = runtime.current;
  }
  return step;
}

// A writer that is woken by its time limit, or by close(), goes on no more.
void leave_turn(lua_State* L, const Socket& socket, int status) {
  Runtime& runtime = runtime_of(L);
  tls::Session* session = tls_session(runtime, socket);
  const bool goes_on = status != LUA_YIELD || runtime.current->wake == loop::Wake::ready;
  if (session != nullptr && !goes_on && session->writer == runtime.current)
    end_turn(runtime, socket, *session);
}

int write_step(lua_State* L, int status, lua_KContext deadline) {
  using Part = transcript::Recorder::Part;
  const Socket& socket = *to_socket(L, 1);
  const char* call = lua_tostring(L, 3);
  const bool all = call == std::string_view("sendall");
  leave_turn(L, socket, status);
  check_wake(L, socket, status, all ? "sendall" : "send", late_write);
  Runtime& runtime = runtime_of(L);
  while (number_at(L, sent_index) < check_bytes(L, 2).size()) {
    tls::Session& session = session_or_raise(L, socket, "Write on closed or unwrapped SSL socket.");
    const std::string_view record = next_record(L, socket);
    const Step step = write_record(L, socket, session, record);
    if (step.status != Status::done)
      return wait_or_raise(L, socket, step, deadline, all ? "sendall" : "send", write_step);
    const std::size_t before = number_at(L, sent_index);
    note_sent(runtime, socket, 0, nullptr, record.substr(0, step.count),
              before > 0 ? Part::rest : Part::first);
    set_number(L, sent_index, before + step.count);
    set_number(L, trying_index, 0);
    deadline = no_deadline_yet;
    if (!all) break;
    if ((runtime.sent_in_a_row >= burst || runtime.segmentation.pauses()) && can_give_way(L))
      return give_way(L, "sendall", deadline, write_step);
  }
  if (all) return return_none(L);
  lua_settop(L, sent_index);
  return 1;
}

int write(lua_State* L) {
  static const char* const names[] = {"send", "sendall", "write", nullptr};
  const Socket& socket = require_socket(L, "send");
  check_bytes(L, 2);
  note_call(runtime_of(L), names[luaL_checkoption(L, 3, nullptr, names)]);
  lua_settop(L, 3);
  session_or_raise(L, socket, "Write on closed or unwrapped SSL socket.");
  lua_pushinteger(L, 0);
  lua_pushinteger(L, 0);
  return write_step(L, LUA_OK, no_deadline_yet);
}

}  // namespace

int read_tls(lua_State* L, lua_KContext deadline) { return read_step(L, LUA_OK, deadline); }

void open_ssl_bytes(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"read", read}, {"read_into", read_into}, {"write", write}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
