// The lines of one half of a conversation, in order, each with what it had to come after. The canonical form
// merges the two halves.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/transcript/canonical.hpp"

namespace parley::transcript {

struct Item {
  std::uint64_t start = 0;       ///< Its place in its half.
  std::uint64_t dependency = 0;  ///< It comes after whatever starts before this place in the other half.
  std::string text;              ///< One line or more, indented.
};

/// What the `side` of the conversation wrote, its errors, and its end.
std::vector<Item> items_of(const Conversation& conversation, Side side, const RoleNames& names);

}  // namespace parley::transcript
