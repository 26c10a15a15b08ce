// Which part of a line has changed: for the eye, which finds one other character in a long line only with
// help.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

namespace parley {

/// A part of a line, in bytes; `to` is behind its end.
struct Span {
  std::size_t from = 0;
  std::size_t to = 0;
  bool empty() const { return from == to; }
};

/// The parts of two lines between what both begin and what both end with. No character and no escape (\n,
/// \x41) is cut in two. Nothing is marked, both parts being empty, where the lines are equal or have less
/// than a third in common: they are two lines, not one that changed.
std::pair<Span, Span> changed_parts(std::string_view before, std::string_view after);

}  // namespace parley
