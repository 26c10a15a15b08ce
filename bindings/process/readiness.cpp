// Whether a process serves an address yet: looked up in the kernel's tables, never tried.
#include <algorithm>

#include "bindings/errors.hpp"
#include "bindings/process/module.hpp"
#include "engine/process/table.hpp"

namespace parley {

using process::SocketKind;

namespace {

// On the host's network somebody else may hold the address: the process's own family must.
bool holds_one(const Managed& managed, const std::vector<ino_t>& inodes) {
  const std::vector<pid_t> family = process::family_of(process::all_processes(), managed.process.pid());
  return std::any_of(family.begin(), family.end(),
                     [&](pid_t pid) { return process::holds_socket(pid, inodes); });
}

bool is_serving(const Runtime& runtime, Managed& managed, SocketKind kind, const net::Address& address) {
  const std::vector<ino_t> inodes = process::serving(kind, address, managed.directory);
  if (inodes.empty()) return false;
  if (!runtime.surroundings->private_network && !holds_one(managed, inodes)) return false;
  managed.serves = true;
  return true;
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
