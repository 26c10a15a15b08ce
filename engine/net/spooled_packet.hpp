// How packets lie in the file between the keeper, which takes them from the kernel, and parley, which makes a
// capture of them: each behind this header, in the order in which the kernel gave them. The file never leaves
// the two processes, so that numbers are as the machine has them.
#pragma once

#include <cstdint>

namespace parley::net {

struct SpooledPacket {
  std::int64_t time = 0;     ///< Nanoseconds since 1970.
  std::uint32_t kept = 0;    ///< How many bytes follow this header.
  std::uint32_t length = 0;  ///< How many bytes the packet had; 0 for the last record of all.
  /// The kernel left its TCP or UDP checksum to a network card, which lo is not.
  std::uint32_t unfinished = 0;
  std::uint32_t dropped = 0;  ///< Of the last record: the packets that found no room.
};

}  // namespace parley::net
