// How datagrams come, and reach the transcript: with the addresses of both sides, which the kernel is asked
// for only when they may have changed.
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

/// Pushes a sender as Python gives it: None where it has no address.
void push_sender(lua_State* L, const net::Address& from);

/// Whether a receive of `size` bytes is one of none on a blocking TCP socket: that waits like any other, and
/// when its SO_RCVTIMEO is over it has got them (tcp_recvmsg of Linux).
bool waits_for_nothing(const Socket& socket, lua_Integer size);

/// recvfrom(2), once: fills `buffer`, `from` and `got`, and notes what came. Returns false where there is
/// nothing yet; raises the errno of `call`, the method's name.
bool receive_from_once(lua_State* L, const Socket& socket, char* buffer, std::size_t size, int flags,
                       const char* call, net::Address& from, std::size_t& got);

}  // namespace parley
