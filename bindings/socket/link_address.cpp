#include "bindings/socket/link_address.hpp"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/vm_sockets.h>
#include <net/if.h>

#include <cstring>

#include "bindings/errors.hpp"
#include "bindings/socket/arguments.hpp"
#include "engine/net/link_address.hpp"

namespace parley {

using net::ExceptionClass;

namespace {

constexpr const char* packet_shape = "AF_PACKET address must be a tuple of two to five elements";

const char* name_of(int family) {
  if (family == AF_NETLINK) return "AF_NETLINK";
  return family == AF_PACKET ? "AF_PACKET" : "AF_VSOCK";
}

// An address of another length, in the words of each family.
[[noreturn]] void refuse_length(lua_State* L, int family, lua_Unsigned length) {
  const char* words = "AF_NETLINK address must be a pair (pid, groups)";
  if (family == AF_PACKET) words = packet_shape;
  if (family == AF_VSOCK) {
    raise(L, ExceptionClass::type_error, "getsockaddrarg() takes exactly 2 arguments (%d given)",
          static_cast<int>(length));
  }
  raise(L, ExceptionClass::type_error, "%s", words);
}

// The parts of the table on the top of the stack, spread; returns the index of the first.
int spread(lua_State* L, int family, const char* caller, lua_Unsigned least, lua_Unsigned most) {
  if (!lua_istable(L, -1)) {
    const bool names_caller = family != AF_VSOCK;
    raise(L, ExceptionClass::type_error, "%s%s %s address must be tuple, not %s",
          names_caller ? caller : "getsockaddrarg", names_caller ? "():" : ":", name_of(family),
          python_type(L, -1));
  }
  const lua_Unsigned length = lua_rawlen(L, -1);
  if (length < least || length > most) refuse_length(L, family, length);
  const int table = lua_gettop(L);
  luaL_checkstack(L, 8, nullptr);
  for (lua_Unsigned i = 1; i <= most; ++i) lua_rawgeti(L, table, static_cast<lua_Integer>(i));
  return table + 1;
}

// An unsigned int as CPython's "I" takes it: without a look at its range.
std::uint32_t check_unsigned(lua_State* L, int index) {
  return static_cast<std::uint32_t>(check_size(L, index));
}

int optional_part(lua_State* L, int index) { return lua_isnil(L, index) ? 0 : check_int(L, index); }

struct PacketParts {
  std::string_view interface;
  int protocol;
  int packet_type;
  int hardware_type;
  std::string_view hardware;
};

PacketParts check_packet(lua_State* L, int first) {
  PacketParts parts{};
  if (lua_type(L, first) != LUA_TSTRING) raise(L, ExceptionClass::type_error, "%s", packet_shape);
  parts.interface = check_bytes(L, first);
  parts.protocol = check_int(L, first + 1);
  parts.packet_type = optional_part(L, first + 2);
  parts.hardware_type = optional_part(L, first + 3);
  if (!lua_isnil(L, first + 4)) parts.hardware = check_bytes(L, first + 4);
  return parts;
}

Error to_address(const PacketParts& parts, net::Address& out) {
  net::PacketAddress packet;
  packet.interface = parts.interface;
  packet.protocol = static_cast<std::uint16_t>(parts.protocol);
  packet.packet_type = static_cast<std::uint8_t>(parts.packet_type);
  packet.hardware_type = static_cast<std::uint16_t>(parts.hardware_type);
  packet.hardware = parts.hardware;
  const Result<net::Address> address = net::to_address(packet);
  if (address.ok()) out = address.value();
  return address.error();
}

void read_packet(lua_State* L, const char* caller, int first, net::Address& out) {
  const PacketParts parts = check_packet(L, first);
  constexpr std::size_t longest = 8;
  if (parts.hardware.size() > longest) {
    raise(L, ExceptionClass::value_error, "Hardware address must be 8 bytes or less");
  }
  if (parts.protocol < 0 || parts.protocol > 0xffff) {
    raise(L, ExceptionClass::overflow_error, "%s(): proto must be 0-65535.", caller);
  }
  const Error error = to_address(parts, out);
  if (error) raise_error(L, error);
}

net::Address vsock_address(std::uint32_t cid, std::uint32_t port) {
  sockaddr_vm vm{};
  vm.svm_family = AF_VSOCK;
  vm.svm_cid = cid;
  vm.svm_port = port;
  net::Address address;
  std::memcpy(&address.storage, &vm, sizeof vm);
  address.length = sizeof vm;
  return address;
}

void push_numbers(lua_State* L, lua_Integer first, lua_Integer second, const char* metatable) {
  lua_createtable(L, 2, 0);
  lua_pushinteger(L, first);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, second);
  lua_rawseti(L, -2, 2);
  luaL_setmetatable(L, metatable);
}

// As the kernel has it, since an engine's PacketAddress owns memory.
void push_packet(lua_State* L, const net::Address& address) {
  sockaddr_ll link;
  std::memcpy(&link, &address.storage, sizeof link);
  char name[IF_NAMESIZE] = {};
  if (link.sll_ifindex != 0 && ::if_indextoname(static_cast<unsigned>(link.sll_ifindex), name) == nullptr)
    name[0] = '\0';
  lua_createtable(L, 5, 0);
  lua_pushstring(L, name);
  lua_rawseti(L, -2, 1);
  lua_pushinteger(L, ntohs(link.sll_protocol));
  lua_rawseti(L, -2, 2);
  lua_pushinteger(L, link.sll_pkttype);
  lua_rawseti(L, -2, 3);
  lua_pushinteger(L, link.sll_hatype);
  lua_rawseti(L, -2, 4);
  lua_pushlstring(L, reinterpret_cast<const char*>(link.sll_addr), link.sll_halen <= 8 ? link.sll_halen : 8);
  lua_rawseti(L, -2, 5);
  luaL_setmetatable(L, "parley.packet");
}

}  // namespace

bool has_link_addresses(int family) {
  return family == AF_NETLINK || family == AF_PACKET || family == AF_VSOCK;
}

void read_link_address(lua_State* L, int family, const char* caller, net::Address& out) {
  const int top = lua_gettop(L);
  const bool is_packet = family == AF_PACKET;
  const int first = spread(L, family, caller, 2, is_packet ? 5 : 2);
  if (is_packet) {
    read_packet(L, caller, first, out);
  } else {
    const std::uint32_t one = check_unsigned(L, first);
    const std::uint32_t two = check_unsigned(L, first + 1);
    out = family == AF_NETLINK ? net::to_address(net::NetlinkAddress{one, two}) : vsock_address(one, two);
  }
  lua_settop(L, top);
}

void push_link_address(lua_State* L, const net::Address& address) {
  if (address.family() == AF_PACKET) return push_packet(L, address);
  if (address.family() == AF_NETLINK) {
    const net::NetlinkAddress netlink = net::netlink_address(address);
    return push_numbers(L, netlink.port_id, netlink.groups, "parley.netlink");
  }
  sockaddr_vm vm;
  std::memcpy(&vm, &address.storage, sizeof vm);
  push_numbers(L, vm.svm_cid, vm.svm_port, "parley.vsock");
}

}  // namespace parley
