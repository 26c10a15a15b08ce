// Trying something out in a child, in namespaces of its own: the only honest way to learn what a machine
// allows.
#pragma once

#include <functional>
#include <utility>

#include "engine/base/descriptor.hpp"
#include "engine/base/error.hpp"
#include "engine/world/namespaces.hpp"

namespace parley::world {

/// An attempt in a child that goes on while its starter does something else. The end of a Trial waits for the
/// child's, unless that was released.
class Trial {
 public:
  /// Starts `attempt` in a child born with `flags` (CLONE_NEW*, or 0).
  Trial(unsigned long flags, const std::function<Error()>& attempt);
  ~Trial();
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  /// Waits for the child and returns what `attempt` returned: clone's error where there was no child, a text
  /// where the child died. To be asked once.
  Error answer();
  /// The child, which has answered or will not; whoever has it waits for its end.
  Process release() { return std::exchange(child_, {}); }

 private:
  Error failure_;
  Descriptor reading_;
  Process child_;
};

/// Runs `attempt` in a child born with `flags` (CLONE_NEW*, or 0) and returns what it returned: clone's error
/// where there was no child, a text where the child died.
Error try_in_child(unsigned long flags, const std::function<Error()>& attempt);

/// Whether a private world can be had on this machine, tried once, and what it has.
struct PrivateWorld {
  Error failure;      ///< The step that failed; none where worlds can be had.
  bool ipv6 = false;  ///< ::1 answers inside.
  /// The child that tried it, if it is left: the kernel takes milliseconds to dismantle its namespaces, for
  /// which nobody needs to wait before the end.
  Process leaving;
};
PrivateWorld try_private_world();

/// The same, begun now and answered later: what else is to be done at the start takes about as long.
class WorldTrial {
 public:
  WorldTrial();
  PrivateWorld answer();

 private:
  Trial trial_;
};

}  // namespace parley::world
