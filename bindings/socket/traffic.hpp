// What every call that moves bytes has in common: telling the recorder and the scheduler, and the space for
// what comes.
#pragma once

#include <span>
#include <string_view>

#include "bindings/socket/socket.hpp"

namespace parley {

/// How many of `size` bytes the next send or receive on this socket is to carry, where the run cuts streams
/// (--segment). Messages stay whole; so do urgent data, of which each send marks a byte, and what is only
/// looked at.
std::size_t part_of(Runtime& runtime, const Socket& socket, int flags, std::size_t size);

/// Notes that the running task sent `bytes`: to `to` where the call named an address, else null. Wakes the
/// reader at the other end of a stream, where that is in this scenario. `part` says which of a call that
/// sends several times.
void note_sent(Runtime& runtime, const Socket& socket, int flags, const net::Address* to,
               std::string_view bytes, transcript::Recorder::Part part = transcript::Recorder::Part::first);

/// Notes that the running task was given `bytes`, from `from` where the call asks for it and there is one.
/// `size` is how many it asked for: a stream that gives none of several has ended.
void note_received(Runtime& runtime, const Socket& socket, int flags, const net::Address* from,
                   std::size_t size, std::string_view bytes);

/// Space for a receive of `size` bytes: all of it, unless that is far more than there is to receive. Shared
/// by all receives: what is in it must be pushed before anything waits.
std::span<char> receive_space(Runtime& runtime, const Socket& socket, std::size_t size);

}  // namespace parley
