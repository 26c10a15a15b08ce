// The scenario's own directory, and the scripts that require finds. The sandbox has no io: these few
// functions are all.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "bindings/errors.hpp"
#include "bindings/harness/harness.hpp"
#include "bindings/task/task.hpp"
#include "engine/base/descriptor.hpp"
#include "engine/base/file.hpp"
#include "engine/net/call.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

const std::string& directory_of(lua_State* L) {
  const runner::Surroundings* surroundings = runtime_of(L).surroundings;
  if (surroundings == nullptr) {
    raise(L, ExceptionClass::runtime_error,
          "files belong inside a scenario: while a script loads, it has no directory");
  }
  return surroundings->directory;
}

// directory() -> path.
int directory(lua_State* L) {
  const std::string& path = directory_of(L);
  lua_pushlstring(L, path.data(), path.size());
  return 1;
}

// Pushes the absolute path of a name below the scenario's directory; an absolute path stays as it is.
const char* push_path(lua_State* L, int index) {
  std::size_t size = 0;
  const char* name = luaL_checklstring(L, index, &size);
  if (std::strlen(name) != size || size == 0)
    raise(L, ExceptionClass::value_error, "embedded null byte, or no name at all");
  return name[0] == '/' ? lua_pushstring(L, name)
                        : lua_pushfstring(L, "%s/%s", directory_of(L).c_str(), name);
}

[[noreturn]] void raise_for(lua_State* L, const char* path, int code) {
  raise(L, net::class_of(code), "%s: '%s'", std::strerror(code), path);
}

// Makes the folders above `path` that do not exist yet.
int make_parents(std::string& path) {
  for (std::size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1)) {
    path[at] = '\0';
    const int made = ::mkdir(path.c_str(), 0777);
    path[at] = '/';
    if (made != 0 && errno != EEXIST) return errno;
  }
  return 0;
}

int write_all(const std::string& path, const char* data, std::size_t size) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file) return errno;
  while (size > 0) {
    const net::Count count = net::counted([&] { return ::write(file.get(), data, size); });
    if (!count.ok()) return count.error;
    data += count.value;
    size -= static_cast<std::size_t>(count.value);
  }
  return 0;
}

int store(Runtime& runtime, const char* path, const char* data, std::size_t size) {
  runtime.message = path;
  const int code = make_parents(runtime.message);
  return code != 0 ? code : write_all(runtime.message, data, size);
}

// write_file(name, bytes) -> path. Only below the scenario's directory.
int write_file(lua_State* L) {
  std::size_t size = 0;
  const char* data = luaL_checklstring(L, 2, &size);
  const char* name = luaL_checkstring(L, 1);
  if (name[0] == '/' || std::strstr(name, "..") != nullptr) {
    raise(L, ExceptionClass::value_error, "t:write() takes a name below the scenario's directory, not '%s'",
          name);
  }
  const char* path = push_path(L, 1);
  const int code = store(runtime_of(L), path, data, size);
  if (code != 0) raise_for(L, path, code);
  return 1;
}

// read_file(path) -> bytes.
int read_file(lua_State* L) {
  const char* path = push_path(L, 1);
  const int code = read_whole_file(path, runtime_of(L).message).code();
  if (code != 0) raise_for(L, path, code);
  return push_message(L);
}

// read_script(path) -> text, or nothing where there is no such file.
int read_script(lua_State* L) {
  const char* path = luaL_checkstring(L, 1);
  const int code = read_whole_file(path, runtime_of(L).message).code();
  if (code == ENOENT || code == ENOTDIR) return 0;
  if (code != 0) raise_for(L, path, code);
  return push_message(L);
}

// run_module(chunk, ...) -> what it returns. Nothing in it can wait: it is called by lua_call, which Lua
// cannot suspend.
int run_module(lua_State* L) {
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

// script_folder() -> the folder of the script, with a slash at its end; "" for the current one.
int script_folder(lua_State* L) {
  const std::string& script = runtime_of(L).script;
  const std::size_t slash = script.rfind('/');
  lua_pushlstring(L, script.data(), slash == std::string::npos ? 0 : slash + 1);
  return 1;
}

// real_path(path) -> absolute, without links, "." and ".."; "" is where parley was started. realpath(3).
int real_path(lua_State* L) {
  const char* path = luaL_checkstring(L, 1);
  char resolved[PATH_MAX];
  if (::realpath(path[0] == '\0' ? "." : path, resolved) == nullptr) raise_for(L, path, errno);
  lua_pushstring(L, resolved);
  return 1;
}

}  // namespace

void open_files(lua_State* L) {
  static const luaL_Reg functions[] = {{"directory", directory},   {"write_file", write_file},
                                       {"read_file", read_file},   {"read_script", read_script},
                                       {"run_module", run_module}, {"script_folder", script_folder},
                                       {"real_path", real_path},   {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
