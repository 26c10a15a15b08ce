// The native half of t:open (lua/open_file.lua): the system calls on a file's descriptor, which the Lua
// object owns.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "bindings/errors.hpp"
#include "bindings/harness/harness.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/call.hpp"

namespace parley {

namespace {

// open_file(path, flags: "r", "w", "a" or "x", and "+" for both ways) -> descriptor. open(2).
int open_file(lua_State* L) {
  const char* path = luaL_checkstring(L, 1);
  const char* mode = luaL_checkstring(L, 2);
  int flags = mode[0] == 'r' ? O_RDONLY : O_WRONLY | O_CREAT;
  if (mode[1] == '+') flags = (flags & ~(O_RDONLY | O_WRONLY)) | O_RDWR;
  if (mode[0] == 'w') flags |= O_TRUNC;
  if (mode[0] == 'a') flags |= O_APPEND;
  if (mode[0] == 'x') flags |= O_EXCL;
  const net::Count count = net::counted([&] { return ::open(path, flags | O_CLOEXEC, 0666); });
  if (!count.ok()) {
    raise(L, net::class_of(count.error), "[Errno %d] %s: '%s'", count.error, std::strerror(count.error),
          path);
  }
  lua_pushinteger(L, count.value);
  return 1;
}

// read_descriptor(descriptor, n) -> up to n bytes, "" at the end. read(2).
int read_descriptor(lua_State* L) {
  const auto fd = static_cast<int>(luaL_checkinteger(L, 1));
  constexpr lua_Integer most = 1 << 20;
  const lua_Integer wanted = luaL_checkinteger(L, 2);
  const auto size = static_cast<std::size_t>(wanted < most ? wanted : most);
  std::vector<char>& scratch = runtime_of(L).scratch;
  if (scratch.size() < size + 1) scratch.resize(size + 1);
  const net::Count count = net::counted([&] { return ::read(fd, scratch.data(), size); });
  if (!count.ok()) raise_errno(L, count.error);
  lua_pushlstring(L, scratch.data(), static_cast<std::size_t>(count.value));
  return 1;
}

// write_descriptor(descriptor, bytes): all of them. write(2).
int write_descriptor(lua_State* L) {
  const auto fd = static_cast<int>(luaL_checkinteger(L, 1));
  std::size_t size = 0;
  const char* bytes = luaL_checklstring(L, 2, &size);
  for (std::size_t written = 0; written < size;) {
    const net::Count count = net::counted([&] { return ::write(fd, bytes + written, size - written); });
    if (!count.ok()) raise_errno(L, count.error);
    written += static_cast<std::size_t>(count.value);
  }
  return 0;
}

// seek_descriptor(descriptor, offset, whence) -> position. lseek(2).
int seek_descriptor(lua_State* L) {
  const auto fd = static_cast<int>(luaL_checkinteger(L, 1));
  const off_t position = ::lseek(fd, luaL_checkinteger(L, 2), static_cast<int>(luaL_checkinteger(L, 3)));
  if (position < 0) raise_errno(L, errno);
  lua_pushinteger(L, position);
  return 1;
}

// close_descriptor(descriptor). close(2).
int close_file_descriptor(lua_State* L) {
  ::close(static_cast<int>(luaL_checkinteger(L, 1)));
  return 0;
}

}  // namespace

void open_open_files(lua_State* L) {
  static const luaL_Reg functions[] = {{"open_file", open_file},
                                       {"read_descriptor", read_descriptor},
                                       {"write_descriptor", write_descriptor},
                                       {"seek_descriptor", seek_descriptor},
                                       {"close_descriptor", close_file_descriptor},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
