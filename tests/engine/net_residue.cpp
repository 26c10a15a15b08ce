#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "engine/net/option.hpp"
#include "engine/net/residue.hpp"
#include "engine/net/socket.hpp"
#include "engine/net/transfer.hpp"
#include "engine/world/probe.hpp"
#include "tests/catch.hpp"

namespace parley::net {
namespace {

TEST_CASE("TCP, UDP and AF_UNIX leave nothing but connections", "[net]") {
  CHECK(leaves_no_residue(AF_INET, SOCK_STREAM, 0));
  CHECK(leaves_no_residue(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  CHECK(leaves_no_residue(AF_INET, SOCK_DGRAM, IPPROTO_UDP));
  CHECK(leaves_no_residue(AF_UNIX, SOCK_SEQPACKET, 0));
  CHECK_FALSE(leaves_no_residue(AF_INET, SOCK_RAW, IPPROTO_ICMP));
  CHECK_FALSE(leaves_no_residue(AF_INET, SOCK_STREAM, IPPROTO_SCTP));
  CHECK_FALSE(leaves_no_residue(AF_INET, SOCK_STREAM, IPPROTO_MPTCP));
  CHECK_FALSE(leaves_no_residue(AF_PACKET, SOCK_DGRAM, 0));
  CHECK_FALSE(leaves_no_residue(AF_NETLINK, SOCK_RAW, 0));
}

TEST_CASE("options of sockets go with them, tables and cookies do not", "[net]") {
  CHECK(is_option_of_socket(SOL_SOCKET, SO_REUSEADDR));
  CHECK(is_option_of_socket(IPPROTO_TCP, TCP_NODELAY));
  CHECK(is_option_of_socket(IPPROTO_IP, IP_TTL));
  CHECK(is_option_of_socket(IPPROTO_IPV6, IPV6_V6ONLY));
  CHECK_FALSE(is_option_of_socket(IPPROTO_TCP, TCP_FASTOPEN));
  CHECK_FALSE(is_option_of_socket(IPPROTO_IP, 64));     // IPT_SO_SET_REPLACE
  CHECK_FALSE(is_option_of_socket(IPPROTO_IPV6, 200));  // MRT6_BASE
  CHECK_FALSE(is_option_of_socket(IPPROTO_IPV6, 32));   // IPV6_FLOWLABEL_MGR
  CHECK_FALSE(is_option_of_socket(SOL_PACKET, 1));
}

/// Whether a process that does this is known to leave more than connections.
bool notes_residue(const std::function<void()>& deed) {
  return world::try_in_child(0, [&] {
           const std::size_t before = residues();
           deed();
           return residues() > before ? Error::text("residue") : Error();
         }).to_string() == "residue";
}

TEST_CASE("what may leave more than connections is noted where it is done", "[net]") {
  CHECK_FALSE(notes_residue([] {
    const int socket = static_cast<int>(open_socket(AF_INET, SOCK_STREAM, 0).value);
    (void)set_option_int(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    const SocketPair pair = open_pair(AF_UNIX, SOCK_STREAM, 0);
    (void)send(pair.first, "x", 1);
  }));
  CHECK(notes_residue([] { (void)open_socket(AF_INET, SOCK_RAW, IPPROTO_ICMP); }));
  CHECK(notes_residue([] { (void)open_pair(AF_NETLINK, SOCK_RAW, 0); }));
  CHECK(notes_residue([] {
    const int socket = static_cast<int>(open_socket(AF_INET, SOCK_STREAM, 0).value);
    (void)set_option_int(socket, IPPROTO_TCP, TCP_FASTOPEN, 1);
  }));
  CHECK(notes_residue([] {
    const SocketPair pair = open_pair(AF_UNIX, SOCK_STREAM, 0);
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    msghdr message{};
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    auto* header = reinterpret_cast<cmsghdr*>(control);
    *header = {CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
    *reinterpret_cast<int*>(CMSG_DATA(header)) = pair.second;
    (void)send_message(pair.first, message);
  }));
}

}  // namespace
}  // namespace parley::net
