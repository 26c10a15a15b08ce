#include "bindings/socket/datagrams.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>

#include "bindings/task/task.hpp"
#include "engine/net/socket.hpp"

namespace parley {

namespace {

bool is_raw(const Socket& socket) { return socket.type == SOCK_RAW; }

// Where a raw socket's addresses have a port, it is the number of the protocol for its own (raw(7)), which
// names nobody, and 0 for others'.
net::Address without_port(const Socket& socket, net::Address address) {
  const bool has_port = address.family() == AF_INET || address.family() == AF_INET6;
  if (is_raw(socket) && has_port) address.set_port(0);
  return address;
}

bool writes_headers(int fd) {
  int on = 0;
  socklen_t size = sizeof on;
  return getsockopt(fd, IPPROTO_IP, IP_HDRINCL, &on, &size) == 0 && on != 0;
}

// A packet of raw(7) without its IP header: identification and checksum are the kernel's, other ones each
// time, and who sends does not write them. Over IPv6 there is none.
std::string_view payload(const Socket& socket, std::string_view packet) {
  if (!is_raw(socket) || socket.family != AF_INET || packet.empty()) return packet;
  const std::size_t header = (static_cast<unsigned char>(packet.front()) & 0x0fU) * std::size_t{4};
  return packet.substr(std::min(header, packet.size()));
}

}  // namespace

Names& names_of(Runtime& runtime, int fd, bool refresh) {
  OpenSocket& open = runtime.socket(fd);
  if (open.names == nullptr) {
    open.names = std::make_unique<Names>();
    refresh = true;
  }
  if (refresh && !net::local_address(fd, open.names->local).ok()) open.names->local.length = 0;
  return *open.names;
}

void record_bound(Runtime& runtime, const Socket& socket, bool kernel_chose) {
  Names& names = names_of(runtime, socket.fd, true);
  names.protocol = protocol_of(socket);
  names.role = runtime.current->role;
  names.kernel_chose = kernel_chose;
  runtime.recorder->bound(names.protocol, names.role, socket.fd, without_port(socket, names.local),
                          kernel_chose && !is_raw(socket));
}

void record_datagram_sent(Runtime& runtime, const Socket& socket, const net::Address* to,
                          std::string_view bytes) {
  const OpenSocket& open = runtime.socket(socket.fd);
  // At the first send the kernel chooses a port.
  const bool first = socket.family != AF_UNIX && (open.names == nullptr || open.names->local.port() == 0);
  if (first && socket.type == SOCK_DGRAM) record_bound(runtime, socket, true);
  const Names& names = names_of(runtime, socket.fd);
  const transcript::Role role = runtime.current->role;
  const net::Address& remote = to != nullptr ? *to : names.peer;
  const std::string_view content =
      is_raw(socket) && writes_headers(socket.fd) ? payload(socket, bytes) : bytes;
  const int reader =
      runtime.recorder->datagram_sent(protocol_of(socket), role, socket.fd, without_port(socket, names.local),
                                      without_port(socket, remote), content);
  if (reader >= 0) runtime.scheduler.note_datagram_sent(reader);
}

void record_datagram_taken(Runtime& runtime, const Socket& socket, const net::Address* from,
                           std::string_view bytes) {
  const Names& names = names_of(runtime, socket.fd);
  const net::Address& remote = from != nullptr ? *from : names.peer;
  runtime.recorder->datagram_taken(protocol_of(socket), runtime.current->role, socket.fd,
                                   without_port(socket, names.local), without_port(socket, remote),
                                   payload(socket, bytes));
}

}  // namespace parley
