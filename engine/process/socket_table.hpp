// The sockets of this network, as the kernel lists them (sock_diag for TCP, else /proc/net): who listens
// where, without connecting there, so that a server which takes one client only is not disturbed; and which
// socket is at the other end of a connection. Sockets are known by their inode, which table.hpp finds the
// holder of.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "engine/net/address.hpp"

namespace parley::process {

enum class SocketKind : std::uint8_t { tcp, udp, unix_stream, unix_datagram };

/// The sockets that serve `address`, sorted: that listen there (tcp, unix_stream; seqpacket too), or that are
/// bound there and connected to nobody (udp). One bound to the wildcard counts. A relative path of AF_UNIX is
/// one below `directory`.
std::vector<ino_t> serving(SocketKind kind, const net::Address& address, const std::string& directory);

/// The sockets bound to `local` that are connected to `remote` (tcp), or bound to `local` at all (udp,
/// unix_datagram), sorted. None where the socket is closed already.
std::vector<ino_t> at_other_end(SocketKind kind, const net::Address& local, const net::Address& remote);

}  // namespace parley::process
