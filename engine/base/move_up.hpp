// Getting a descriptor of ours out of the way of those that a script opens.
#pragma once

#include <fcntl.h>

#include "engine/base/descriptor.hpp"

namespace parley {

/// The same open file, close-on-exec, at the lowest free number from first_own_descriptor on; where the limit
/// of descriptors is below, from 3 on, so that it is none of the standard streams at least. An empty
/// descriptor stays one, errno with it.
inline Descriptor moved_up(Descriptor descriptor) {
  if (!descriptor || descriptor.get() >= first_own_descriptor) return descriptor;
  for (const int lowest : {first_own_descriptor, 3}) {
    const int moved = fcntl(descriptor.get(), F_DUPFD_CLOEXEC, lowest);
    if (moved >= 0) return Descriptor(moved);
  }
  return descriptor;
}

}  // namespace parley
