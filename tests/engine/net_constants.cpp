// The constants are the ones that Python has on Linux: how many, none twice, and those that this machine's
// headers know as well have the headers' values.
#include <linux/can/raw.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <map>
#include <string>

#include "engine/net/constants.hpp"
#include "tests/catch.hpp"

using namespace parley::net;

namespace {

std::map<std::string, std::int64_t> by_name() {
  std::map<std::string, std::int64_t> all;
  for (const Constant& each : constants()) all[each.name] = each.value;
  return all;
}

#define FROM_HEADER(name) \
  Constant { #name, static_cast < std::int64_t>(name) }

}  // namespace

TEST_CASE("there are 343 constants and Debian's nine for Bluetooth, none twice") {
  CHECK(constants().size() == 343 + 9);
  CHECK(by_name().size() == constants().size());
  REQUIRE(text_constants().size() == 2);
  CHECK(std::string(text_constants()[1].value) == "00:00:00:FF:FF:FF");
}

TEST_CASE("constants agree with the headers of the machine") {
  const Constant expected[] = {
      FROM_HEADER(AF_UNIX),          FROM_HEADER(AF_INET6),         FROM_HEADER(AF_PACKET),
      FROM_HEADER(AF_VSOCK),         FROM_HEADER(SOCK_SEQPACKET),   FROM_HEADER(SOCK_CLOEXEC),
      FROM_HEADER(SOCK_NONBLOCK),    FROM_HEADER(SO_REUSEADDR),     FROM_HEADER(SO_RCVTIMEO),
      FROM_HEADER(SO_PEERCRED),      FROM_HEADER(SO_INCOMING_CPU),  FROM_HEADER(SCM_CREDENTIALS),
      FROM_HEADER(SOMAXCONN),        FROM_HEADER(MSG_CMSG_CLOEXEC), FROM_HEADER(MSG_FASTOPEN),
      FROM_HEADER(IPPROTO_MPTCP),    FROM_HEADER(IPPROTO_RAW),      FROM_HEADER(IP_ADD_MEMBERSHIP),
      FROM_HEADER(IP_TRANSPARENT),   FROM_HEADER(IPV6_V6ONLY),      FROM_HEADER(IPV6_TCLASS),
      FROM_HEADER(INADDR_BROADCAST), FROM_HEADER(INADDR_LOOPBACK),  FROM_HEADER(INADDR_MAX_LOCAL_GROUP),
      FROM_HEADER(TCP_USER_TIMEOUT), FROM_HEADER(TCP_FASTOPEN),     FROM_HEADER(AI_NUMERICSERV),
      FROM_HEADER(EAI_OVERFLOW),     FROM_HEADER(EAI_NONAME),       FROM_HEADER(NI_MAXHOST),
      FROM_HEADER(NETLINK_CRYPTO),   FROM_HEADER(PACKET_FASTROUTE), FROM_HEADER(ALG_SET_AEAD_AUTHSIZE),
      FROM_HEADER(CAN_EFF_FLAG),     FROM_HEADER(CAN_RAW_FILTER),   FROM_HEADER(TIPC_CONN_TIMEOUT),
      FROM_HEADER(VMADDR_CID_ANY),   FROM_HEADER(EWOULDBLOCK),      FROM_HEADER(EBADF)};
  const auto all = by_name();
  for (const Constant& each : expected) {
    INFO(each.name);
    REQUIRE(all.count(each.name) == 1);
    CHECK(all.at(each.name) == each.value);
  }
}

TEST_CASE("masks that fill 32 bits are positive") {
  const auto all = by_name();
  CHECK(all.at("INADDR_NONE") == 4294967295);
  CHECK(all.at("VM_SOCKETS_INVALID_VERSION") == 4294967295);
  CHECK(all.at("CAN_EFF_FLAG") == 2147483648);
  CHECK(all.at("TIPC_WAIT_FOREVER") == -1);
}
