// Addresses of two families beside the internet's, taken apart and put together: netlink (the kernel's own)
// and packet (an interface's frames).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/net/address.hpp"

namespace parley::net {

/// Python's (pid, groups).
struct NetlinkAddress {
  std::uint32_t port_id = 0;
  std::uint32_t groups = 0;
};

Address to_address(const NetlinkAddress& from);
/// `address` is of AF_NETLINK.
NetlinkAddress netlink_address(const Address& address);

/// Python's (ifname, proto, pkttype, hatype, addr).
struct PacketAddress {
  std::string interface {};         ///< Empty where the address names none.
  std::uint16_t protocol = 0;       ///< ETH_P_*, in host order.
  std::uint8_t packet_type = 0;     ///< PACKET_*
  std::uint16_t hardware_type = 0;  ///< ARPHRD_*
  std::string hardware{};           ///< The bytes of the link-layer address, at most 8.
};

/// Errors: ENODEV where there is no such interface; the text "Hardware address must be 8 bytes or less", a
/// ValueError in Python.
Result<Address> to_address(const PacketAddress& from);
/// `address` is of AF_PACKET.
PacketAddress packet_address(const Address& address);

}  // namespace parley::net
