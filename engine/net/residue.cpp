#include "engine/net/residue.hpp"

#include <linux/in6.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace parley::net {
namespace {

/// The first number of what setsockopt(2) hands on to netfilter and to multicast routing.
constexpr int first_of_tables = 64;

std::size_t noted = 0;

bool is_fast_open(int option) {
  return option == TCP_FASTOPEN || option == TCP_FASTOPEN_CONNECT || option == TCP_FASTOPEN_KEY ||
         option == TCP_FASTOPEN_NO_COOKIE;
}

}  // namespace

bool leaves_no_residue(int family, int type, int protocol) {
  if (family == AF_UNIX) return true;
  if (family != AF_INET && family != AF_INET6) return false;
  switch (type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)) {
    case SOCK_STREAM:
      return protocol == 0 || protocol == IPPROTO_TCP;
    case SOCK_DGRAM:
      return protocol == 0 || protocol == IPPROTO_UDP;
    default:
      return false;
  }
}

bool is_option_of_socket(int level, int option) {
  switch (level) {
    case SOL_SOCKET:
    case IPPROTO_UDP:
      return true;
    case IPPROTO_TCP:
      return !is_fast_open(option);
    case IPPROTO_IP:
      return option < first_of_tables;
    case IPPROTO_IPV6:
      return option < first_of_tables && option != IPV6_FLOWLABEL_MGR;
    default:
      return false;
  }
}

void note_residue() { ++noted; }

std::size_t residues() { return noted; }

}  // namespace parley::net
