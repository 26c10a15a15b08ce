// Questions about TCP sockets that the kernel answers from its hash tables, sock_diag(7): in microseconds,
// where /proc/net/tcp walks through all tables, milliseconds on a machine with much memory.
#pragma once

#include <optional>
#include <vector>

#include "engine/net/address.hpp"
#include "engine/process/place.hpp"

namespace parley::process {

/// The sockets that listen at this port (host order), IPv4 and IPv6. Nothing where the kernel does not
/// answer, which one without that module does not.
std::optional<std::vector<SocketEntry>> listeners_at(std::uint16_t port);

/// The connection from `local` to `remote`, both of one family. Nothing where the kernel does not answer, or
/// knows of none, which it says in the same way.
std::optional<SocketEntry> connection_between(const net::Address& local, const net::Address& remote);

}  // namespace parley::process
