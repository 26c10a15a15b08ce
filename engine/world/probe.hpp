// Trying something out in a child, in namespaces of its own: the only honest way to learn what a machine
// allows.
#pragma once

#include <functional>

#include "engine/base/error.hpp"

namespace parley::world {

/// Runs `attempt` in a child born with `flags` (CLONE_NEW*, or 0) and returns what it returned: clone's error
/// where there was no child, a text where the child died.
Error try_in_child(unsigned long flags, const std::function<Error()>& attempt);

/// Whether a private world can be had on this machine, tried once, and what it has.
struct PrivateWorld {
  Error failure;      ///< The step that failed; none where worlds can be had.
  bool ipv6 = false;  ///< ::1 answers inside.
};
PrivateWorld try_private_world();

}  // namespace parley::world
