// The packets of a scenario on the host's network, where nobody may listen to the wire: made of its events,
// as TCP and UDP would have sent them. What is told is true, who sent which bytes to whom and when; how they
// were cut, acknowledged and numbered is made up.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/transcript/event.hpp"

namespace parley::capture {

struct Made {
  std::int64_t time = 0;     ///< Nanoseconds since 1970.
  std::string bytes;         ///< Those that are kept.
  std::uint32_t length = 0;  ///< How many there were.
};

/// `events` are those of one scenario, in order; the result is ordered by time. AF_UNIX has no packets.
std::vector<Made> synthesize(const std::vector<transcript::Event>& events);

}  // namespace parley::capture
