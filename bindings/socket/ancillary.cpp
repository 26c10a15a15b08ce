#include "bindings/socket/ancillary.hpp"

#include <climits>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/sharing.hpp"
#include "bindings/task/task.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

// Pushes level, type and bytes of the item on the top of the stack, in its place.
void spread_item(lua_State* L) {
  if (!lua_istable(L, -1)) {
    raise(L, ExceptionClass::type_error,
          "[sendmsg() ancillary data items]() argument must be 3-item sequence, not %s", python_type(L, -1));
  }
  const lua_Unsigned length = lua_rawlen(L, -1);
  if (length != 3) {
    raise(L, ExceptionClass::type_error,
          "[sendmsg() ancillary data items]() argument must be sequence of length 3, not %d",
          static_cast<int>(length));
  }
  for (int i = 1; i <= 3; ++i) lua_rawgeti(L, -i, i);
  lua_remove(L, -4);
}

// Adds one item behind those in `control`. Its data begins and ends where the kernel expects it (CMSG_SPACE).
void append_item(std::string& control, int level, int type, std::string_view data) {
  cmsghdr header{};
  header.cmsg_len = CMSG_LEN(data.size());
  header.cmsg_level = level;
  header.cmsg_type = type;
  const std::size_t begin = control.size();
  control.append(reinterpret_cast<const char*>(&header), sizeof header);
  control.resize(begin + CMSG_LEN(0));
  control.append(data);
  control.resize(begin + CMSG_SPACE(data.size()));
}

// CMSG_LEN(n) and CMSG_SPACE(n). Raises OverflowError for what no message can have.
template <bool with_padding>
int size_function(lua_State* L) {
  constexpr const char* name = with_padding ? "CMSG_SPACE" : "CMSG_LEN";
  check_count(L, name, 1, 1, 1);
  const lua_Integer size = check_size(L, 1);
  if (size < 0 || size > INT_MAX - static_cast<lua_Integer>(CMSG_SPACE(0)) - 8) {
    raise(L, ExceptionClass::overflow_error, "%s() argument out of range", name);
  }
  const auto bytes = static_cast<std::size_t>(size);
  lua_pushinteger(L, static_cast<lua_Integer>(with_padding ? CMSG_SPACE(bytes) : CMSG_LEN(bytes)));
  return 1;
}

}  // namespace

void push_control(lua_State* L, int index) {
  std::string& control = runtime_of(L).message;
  control.clear();
  if (!lua_istable(L, index)) {
    raise(L, ExceptionClass::type_error, "sendmsg() argument 2 must be an iterable");
  }
  const auto count = static_cast<lua_Integer>(lua_rawlen(L, index));
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_rawgeti(L, index, i);
    spread_item(L);
    const int level = check_int(L, -3);
    const int type = check_int(L, -2);
    append_item(control, level, type, check_bytes(L, -1));
    lua_pop(L, 3);
  }
  push_message(L);
}

std::size_t count_descriptors(const msghdr& message) {
  std::size_t count = 0;
  for_each_descriptor(message, [&](int) { ++count; });
  return count;
}

void note_descriptors_arrived(lua_State* L, const Socket& socket, const msghdr& message) {
  Runtime& runtime = runtime_of(L);
  const std::size_t count = count_descriptors(message);
  if (count == 0) return;
  transcript::End* end = runtime.socket(socket.fd).end;
  if (end != nullptr) runtime.recorder->given(*end, count);
  for_each_descriptor(message, [&](int fd) {
    note_arrived(runtime, fd);
    lend(L, runtime.socket(fd), "a message");
  });
}

void note_descriptors_passed(Runtime& runtime, const msghdr& message) {
  for_each_descriptor(message, [&](int fd) { note_passed(runtime, fd); });
}

void push_ancillary(lua_State* L, const msghdr& message) {
  lua_newtable(L);
  lua_Integer position = 0;
  for (cmsghdr* item = CMSG_FIRSTHDR(&message); item != nullptr;
       item = CMSG_NXTHDR(const_cast<msghdr*>(&message), item)) {
    lua_createtable(L, 3, 0);
    lua_pushinteger(L, item->cmsg_level);
    lua_rawseti(L, -2, 1);
    lua_pushinteger(L, item->cmsg_type);
    lua_rawseti(L, -2, 2);
    lua_pushlstring(L, reinterpret_cast<const char*>(CMSG_DATA(item)), item->cmsg_len - CMSG_LEN(0));
    lua_rawseti(L, -2, 3);
    luaL_setmetatable(L, "parley.ancillary");
    lua_rawseti(L, -2, ++position);
  }
}

void open_ancillary(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"CMSG_LEN", size_function<false>}, {"CMSG_SPACE", size_function<true>}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
