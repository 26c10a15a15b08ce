#include "engine/process/socket_diag.hpp"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "engine/base/descriptor.hpp"

namespace parley::process {

namespace {

struct Request {
  nlmsghdr header{};
  inet_diag_req_v2 body{};

  Request(int family, unsigned flags) {
    header.nlmsg_len = sizeof(Request);
    header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
    body.sdiag_family = static_cast<std::uint8_t>(family);
    body.sdiag_protocol = IPPROTO_TCP;
    body.id.idiag_cookie[0] = body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  }
};

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

enum class Answer { more, complete, refused };

// One datagram, which holds several messages.
Answer read_messages(const char* data, std::size_t length, std::vector<SocketEntry>& entries) {
  while (length >= sizeof(nlmsghdr)) {
    nlmsghdr header{};
    std::memcpy(&header, data, sizeof header);
    if (header.nlmsg_len < sizeof header || header.nlmsg_len > length) return Answer::refused;
    if (header.nlmsg_type == NLMSG_DONE) return Answer::complete;
    if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY) return Answer::refused;  // NLMSG_ERROR
    inet_diag_msg message{};
    if (header.nlmsg_len < NLMSG_HDRLEN + sizeof message) return Answer::refused;
    std::memcpy(&message, data + NLMSG_HDRLEN, sizeof message);
    entries.push_back(entry_of(message));
    if ((header.nlmsg_flags & NLM_F_MULTI) == 0) return Answer::complete;
    const std::size_t step = std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), length);
    data += step;
    length -= step;
  }
  return Answer::more;
}

// Asks, and adds what comes to `entries`. False where the kernel refuses.
bool ask(int socket, const Request& request, std::vector<SocketEntry>& entries) {
  if (send(socket, &request, sizeof request, 0) != static_cast<ssize_t>(sizeof request)) return false;
  alignas(nlmsghdr) std::array<char, 16384> buffer{};
  for (;;) {
    // The kernel has queued its answer, or its next part, before this call: it never waits.
    const ssize_t length = recv(socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (length <= 0) return false;
    const Answer answer = read_messages(buffer.data(), static_cast<std::size_t>(length), entries);
    if (answer != Answer::more) return answer == Answer::complete;
  }
}

Descriptor open_diag() {
  return Descriptor(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
}

}  // namespace

std::optional<std::vector<SocketEntry>> listeners_at(std::uint16_t port) {
  const Descriptor socket = open_diag();
  if (!socket) return std::nullopt;
  std::vector<SocketEntry> entries;
  for (const int family : {AF_INET, AF_INET6}) {
    Request request(family, NLM_F_DUMP);
    request.body.idiag_states = 1U << tcp_listen;
    request.body.id.idiag_sport = htons(port);
    if (!ask(socket.get(), request, entries)) return std::nullopt;
  }
  return entries;
}

std::optional<SocketEntry> connection_between(const net::Address& local, const net::Address& remote) {
  const Descriptor socket = open_diag();
  if (!socket) return std::nullopt;
  Request request(local.family(), 0);
  request.body.idiag_states = ~0U;
  request.body.id.idiag_sport = htons(local.port());
  request.body.id.idiag_dport = htons(remote.port());
  put_host(local, request.body.id.idiag_src);
  put_host(remote, request.body.id.idiag_dst);
  request.body.id.idiag_if = local.scope_id();
  std::vector<SocketEntry> entries;
  if (!ask(socket.get(), request, entries) || entries.empty()) return std::nullopt;
  // Where there is no connection the kernel gives who listens there.
  const bool is_it = entries.front().local == Place::of(local) && entries.front().remote == Place::of(remote);
  return is_it ? std::optional(entries.front()) : std::nullopt;
}

}  // namespace parley::process
