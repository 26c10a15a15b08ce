// Netlink and packet addresses survive being put together and taken apart.
#include <linux/netlink.h>
#include <sys/socket.h>

#include <cerrno>
#include <string>

#include "engine/base/descriptor.hpp"
#include "engine/net/link_address.hpp"
#include "engine/net/socket.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::net;

TEST_CASE("a netlink socket can be bound to what it reports") {
  const Count made = open_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  REQUIRE(made.ok());
  const Descriptor socket(static_cast<int>(made.value));
  REQUIRE(net::bind(socket.get(), to_address(NetlinkAddress{.port_id = 0, .groups = 1})).ok());
  Address address;
  REQUIRE(local_address(socket.get(), address).ok());
  CHECK(netlink_address(address).port_id != 0);
  CHECK(netlink_address(address).groups == 1);
}

TEST_CASE("a packet address names its interface") {
  const PacketAddress parts{.interface = "lo",
                            .protocol = 2048,
                            .packet_type = 4,
                            .hardware_type = 772,
                            .hardware = std::string(6, 'h')};
  const Result<Address> address = to_address(parts);
  REQUIRE(address);
  CHECK(address.value().family() == AF_PACKET);
  const PacketAddress back = packet_address(address.value());
  CHECK(back.interface == "lo");
  CHECK(back.protocol == 2048);
  CHECK(back.packet_type == 4);
  CHECK(back.hardware_type == 772);
  CHECK(back.hardware == std::string(6, 'h'));
}

TEST_CASE("a packet address that cannot be is refused") {
  CHECK(to_address(PacketAddress{.interface = "nosuchif"}).error().is_system(ENODEV));
  const PacketAddress long_one{.interface = "lo", .hardware = std::string(9, 'h')};
  CHECK(to_address(long_one).error().to_string() == "Hardware address must be 8 bytes or less");
}
