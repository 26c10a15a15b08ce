// Two texts beside each other, around the place where they first differ. A pure function; reports of runs
// that should have been the same call it.
#pragma once

#include <string>
#include <string_view>

namespace parley {

/// One of the two: its title and its text, of lines.
struct Side {
  std::string_view title;
  std::string_view text;
};

/// The titles, then a few lines before the first difference and a few from it on, `left` and `right` in a
/// column each: ` | ` between lines that are the same, ` ! ` between others. Where a text ends, its column is
/// empty. What is too long for a column is cut at both ends, so that the difference is seen, with "..." in
/// its place. Each line ends with \n.
std::string side_by_side(const Side& left, const Side& right);

}  // namespace parley
