// Events as bytes, one after the other, each with its length before it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/transcript/event.hpp"

namespace parley::runner {

/// In the memory of `room`, where it suffices: whoever packs many gives the last one back.
std::string pack_event(const transcript::Event& event, std::string room = {});

/// The events that `bytes` hold, as far as they are ours.
std::vector<transcript::Event> unpack_events(std::string_view bytes);

}  // namespace parley::runner
