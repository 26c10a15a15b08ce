// The lines of a diff as a person sees them.
#pragma once

#include <string>
#include <string_view>

#include "engine/report/style.hpp"

namespace parley::report {

/// The text that diff() (engine/base/diff.hpp) made, painted; the changed part of a line marked, what is
/// invisible in it escaped, and a long line cut.
std::string diff_lines(std::string_view diff, const Style& style);

}  // namespace parley::report
