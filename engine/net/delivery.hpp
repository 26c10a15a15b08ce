// A look at what a stream has for its reader, once it is there. What was sent need not have arrived: Nagle's
// algorithm keeps small segments back until the ones before are acknowledged (RFC 896), which takes 40 ms.
#pragma once

#include <cstddef>
#include <span>

namespace parley::net {

/// Like peek() into `space`, of `expected` bytes that the socket `writer` has sent to `reader`: where fewer
/// are there, has them sent now, and waits until they have come, for 100 ms at the most. `writer` is -1 where
/// it is closed or not ours. Returns how many bytes there are to see; 0 on an error, too.
std::size_t peek_sent(int reader, int writer, std::size_t expected, std::span<char> space);

}  // namespace parley::net
