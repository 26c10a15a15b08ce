#include "bindings/socket/datagrams.hpp"

#include "bindings/task/task.hpp"
#include "engine/net/socket.hpp"

namespace parley {

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
  runtime.recorder->bound(names.protocol, names.role, socket.fd, names.local, kernel_chose);
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
  runtime.recorder->datagram_sent(protocol_of(socket), role, socket.fd, names.local, remote, bytes);
}

void record_datagram_taken(Runtime& runtime, const Socket& socket, const net::Address* from,
                           std::string_view bytes) {
  const Names& names = names_of(runtime, socket.fd);
  const net::Address& remote = from != nullptr ? *from : names.peer;
  runtime.recorder->datagram_taken(protocol_of(socket), runtime.current->role, socket.fd, names.local, remote,
                                   bytes);
}

}  // namespace parley
