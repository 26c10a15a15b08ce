// How datagrams reach the transcript: with the addresses of both sides, which the kernel is asked for only
// when they may have changed.
#pragma once

#include <string_view>

#include "bindings/socket/socket.hpp"

namespace parley {

/// The addresses kept for `fd`; asks the kernel for the local one where `refresh` says or none is known.
Names& names_of(Runtime& runtime, int fd, bool refresh = false);

/// Notes that the running task bound `socket` to an address, which `kernel_chose` or not.
void record_bound(Runtime& runtime, const Socket& socket, bool kernel_chose);

/// Notes that the running task sent `bytes` to `to`, or to the connected peer where that is null.
void record_datagram_sent(Runtime& runtime, const Socket& socket, const net::Address* to,
                          std::string_view bytes);
/// Notes that it was given `bytes` that came from `from`, or from the connected peer where that is null.
void record_datagram_taken(Runtime& runtime, const Socket& socket, const net::Address* from,
                           std::string_view bytes);

}  // namespace parley
