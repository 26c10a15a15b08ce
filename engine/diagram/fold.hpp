// Many steps made few: like ones in a row are one, and the middle of a long run is left out. Errors and the
// ends of each conversation stay.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/diagram/diagram.hpp"

namespace parley::diagram {

/// `steps`, in which each stands for all like ones that followed it.
std::vector<Step> merged(std::vector<Step> steps);

/// About `most` of `steps`, with a step of kind `folded` for each gap.
std::vector<Step> folded(std::vector<Step> steps, std::size_t most);

/// Leaves out the participants that no step is of; the others are in the order of their first step.
void drop_idle(Diagram& diagram);

}  // namespace parley::diagram
