// From events to steps: what was sent by one and received by another becomes one arrow. Every step is there;
// fold.hpp makes a diagram of them that one can look at.
#pragma once

#include <vector>

#include "engine/diagram/diagram.hpp"
#include "engine/transcript/event.hpp"

namespace parley::diagram {

/// Everything that happened, a step each.
Diagram all_steps(const std::vector<transcript::Event>& events);

}  // namespace parley::diagram
