#include "engine/process/socket_diag.hpp"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "engine/net/netlink.hpp"

namespace parley::process {

namespace {

inet_diag_req_v2 request_of(int family) {
  inet_diag_req_v2 request{};
  request.sdiag_family = static_cast<std::uint8_t>(family);
  request.sdiag_protocol = IPPROTO_TCP;
  request.id.idiag_cookie[0] = request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  return request;
}

void put_host(const net::Address& address, std::uint32_t (&out)[4]) {
  if (address.family() == AF_INET) {
    std::memcpy(out, &reinterpret_cast<const sockaddr_in*>(address.raw())->sin_addr, 4);
  } else {
    std::memcpy(out, &reinterpret_cast<const sockaddr_in6*>(address.raw())->sin6_addr, 16);
  }
}

// The kernel gives network order, four bytes of it for IPv4.
Place place_of(unsigned char family, const std::uint32_t (&host)[4], std::uint16_t port) {
  Place place;
  place.port = ntohs(port);
  const bool is_ipv4 = family == AF_INET;
  if (is_ipv4) place.host[10] = place.host[11] = 0xff;
  std::memcpy(place.host.data() + (is_ipv4 ? 12 : 0), host, is_ipv4 ? 4 : 16);
  return place;
}

SocketEntry entry_of(const inet_diag_msg& message) {
  SocketEntry entry;
  entry.local = place_of(message.idiag_family, message.id.idiag_src, message.id.idiag_sport);
  entry.remote = place_of(message.idiag_family, message.id.idiag_dst, message.id.idiag_dport);
  entry.state = message.idiag_state;
  entry.inode = message.idiag_inode;
  return entry;
}

// Asks, and adds what comes to `entries`. False where the kernel refuses.
bool ask(const net::Netlink& diag, unsigned flags, const inet_diag_req_v2& request,
         std::vector<SocketEntry>& entries) {
  return diag.ask(SOCK_DIAG_BY_FAMILY, flags, request, [&entries](std::string_view contents) {
    inet_diag_msg message{};
    std::memcpy(&message, contents.data(), std::min(contents.size(), sizeof message));
    entries.push_back(entry_of(message));
  });
}

}  // namespace

std::optional<std::vector<SocketEntry>> listeners_at(std::uint16_t port) {
  const net::Netlink diag(NETLINK_SOCK_DIAG);
  std::vector<SocketEntry> entries;
  for (const int family : {AF_INET, AF_INET6}) {
    inet_diag_req_v2 request = request_of(family);
    request.idiag_states = 1U << tcp_listen;
    request.id.idiag_sport = htons(port);
    if (!ask(diag, NLM_F_DUMP, request, entries)) return std::nullopt;
  }
  return entries;
}

std::optional<SocketEntry> connection_between(const net::Address& local, const net::Address& remote) {
  const net::Netlink diag(NETLINK_SOCK_DIAG);
  inet_diag_req_v2 request = request_of(local.family());
  request.idiag_states = ~0U;
  request.id.idiag_sport = htons(local.port());
  request.id.idiag_dport = htons(remote.port());
  put_host(local, request.id.idiag_src);
  put_host(remote, request.id.idiag_dst);
  request.id.idiag_if = local.scope_id();
  std::vector<SocketEntry> entries;
  if (!ask(diag, 0, request, entries) || entries.empty()) return std::nullopt;
  // Where there is no connection the kernel gives who listens there.
  const bool is_it = entries.front().local == Place::of(local) && entries.front().remote == Place::of(remote);
  return is_it ? std::optional(entries.front()) : std::nullopt;
}

}  // namespace parley::process
