#include "engine/net/link_address.hpp"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <net/if.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace parley::net {
namespace {

template <class Sockaddr>
Address stored(const Sockaddr& from) {
  Address address;
  std::memcpy(&address.storage, &from, sizeof from);
  address.length = sizeof from;
  return address;
}

}  // namespace

Address to_address(const NetlinkAddress& from) {
  sockaddr_nl netlink{};
  netlink.nl_family = AF_NETLINK;
  netlink.nl_pid = from.port_id;
  netlink.nl_groups = from.groups;
  return stored(netlink);
}

NetlinkAddress netlink_address(const Address& address) {
  sockaddr_nl netlink;
  std::memcpy(&netlink, &address.storage, sizeof netlink);
  return {.port_id = netlink.nl_pid, .groups = netlink.nl_groups};
}

Result<Address> to_address(const PacketAddress& from) {
  sockaddr_ll link{};
  if (from.hardware.size() > sizeof link.sll_addr) {
    return Error::text("Hardware address must be 8 bytes or less");
  }
  const unsigned index = if_nametoindex(from.interface.c_str());
  if (index == 0) return Error::system(errno);
  link.sll_family = AF_PACKET;
  link.sll_protocol = htons(from.protocol);
  link.sll_ifindex = static_cast<int>(index);
  link.sll_pkttype = from.packet_type;
  link.sll_hatype = from.hardware_type;
  link.sll_halen = static_cast<unsigned char>(from.hardware.size());
  std::copy(from.hardware.begin(), from.hardware.end(), link.sll_addr);
  return stored(link);
}

PacketAddress packet_address(const Address& address) {
  sockaddr_ll link;
  std::memcpy(&link, &address.storage, sizeof link);
  PacketAddress parts;
  char name[IF_NAMESIZE];
  if (if_indextoname(static_cast<unsigned>(link.sll_ifindex), name) != nullptr) parts.interface = name;
  parts.protocol = ntohs(link.sll_protocol);
  parts.packet_type = link.sll_pkttype;
  parts.hardware_type = link.sll_hatype;
  const std::size_t length = std::min<std::size_t>(link.sll_halen, sizeof link.sll_addr);
  parts.hardware.assign(reinterpret_cast<const char*>(link.sll_addr), length);
  return parts;
}

}  // namespace parley::net
