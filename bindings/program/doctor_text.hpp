// The words in which `parley doctor` tells what it found.
#pragma once

#include <string>
#include <vector>

#include "engine/report/style.hpp"
#include "engine/world/support.hpp"

namespace parley::program {

/// A line per check, below one that failed what is lost and what would help; last, how many failed.
std::string doctor_text(const std::vector<world::Check>& checks, const report::Style& style);

}  // namespace parley::program
