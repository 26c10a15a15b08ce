// Whether a process serves an address yet: looked up in the kernel's tables, never tried.
#include <unistd.h>

#include <algorithm>

#include "bindings/errors.hpp"
#include "bindings/process/module.hpp"
#include "bindings/process/processes.hpp"
#include "engine/process/table.hpp"

namespace parley {

using process::SocketKind;

namespace {

// Whether the process, or anybody who belongs to it, has one of the sockets open.
bool holds_one(const Managed& managed, const std::vector<ino_t>& inodes,
               const std::vector<process::Entry>& present) {
  const std::vector<pid_t> family = process::family_of(present, managed.process.pid());
  return std::any_of(family.begin(), family.end(),
                     [&](pid_t pid) { return process::holds_socket(pid, inodes); });
}

// Whether somebody else of this scenario has: the script itself, or another process that it started.
bool another_holds_one(Runtime& runtime, const Managed& managed, const std::vector<ino_t>& inodes,
                       const std::vector<process::Entry>& present) {
  if (process::holds_socket(getpid(), inodes)) return true;
  const auto& all = processes_of(runtime).all;
  return std::any_of(all.begin(), all.end(), [&](const auto& other) {
    return other.get() != &managed && !other->is_over && holds_one(*other, inodes, present);
  });
}

// Somebody else may hold the address. In a private network that is one of the scenario's own; a daemon that
// has left its family behind is nobody's there, and counts.
bool is_serving(Runtime& runtime, Managed& managed, SocketKind kind, const net::Address& address) {
  const std::vector<ino_t> inodes = process::serving(kind, address, managed.directory);
  if (inodes.empty()) return false;
  const std::vector<process::Entry> present = process::all_processes();
  const bool serves =
      holds_one(managed, inodes, present) ||
      (runtime.surroundings->private_network && !another_holds_one(runtime, managed, inodes, present));
  managed.serves = managed.serves || serves;
  return serves;
}

void check_place(lua_State* L, bool is_path, net::Address& address) {
  Error error;
  const char* host = luaL_checkstring(L, 3);
  if (is_path) {
    address = net::Address::unix_path(host, error);
    if (error) raise_error(L, error);
  } else if (!net::Address::parse_numeric(host, AF_UNSPEC, address)) {
    raise(L, net::ExceptionClass::value_error, "'%s' is no numeric address", host);
  } else {
    address.set_port(static_cast<std::uint16_t>(luaL_checkinteger(L, 4)));
  }
}

// serves(number, "tcp" | "udp", host, port) or serves(number, "unix", path) -> bool. A server of datagrams at
// a path counts too.
int serves(lua_State* L) {
  static const char* const kinds[] = {"tcp", "udp", "unix", nullptr};
  Managed& managed = managed_at(L, 1);
  const auto kind = static_cast<SocketKind>(luaL_checkoption(L, 2, nullptr, kinds));
  net::Address address;
  check_place(L, kind == SocketKind::unix_stream, address);
  bool found = is_serving(runtime_of(L), managed, kind, address);
  if (!found && kind == SocketKind::unix_stream)
    found = is_serving(runtime_of(L), managed, SocketKind::unix_datagram, address);
  lua_pushboolean(L, found);
  return 1;
}

}  // namespace

void open_process_readiness(lua_State* L) {
  static const luaL_Reg functions[] = {{"serves", serves}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley
