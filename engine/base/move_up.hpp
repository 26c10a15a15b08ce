// Getting a descriptor of ours out of the way of those that a script opens.
#pragma once

#include <fcntl.h>

#include "engine/base/descriptor.hpp"

namespace parley {

/// The same open file, close-on-exec, at the lowest free number from `first` on; where the limit of
/// descriptors is below, at the number that it has.
inline Descriptor moved_up(Descriptor descriptor, int first) {
  Descriptor moved(fcntl(descriptor.get(), F_DUPFD_CLOEXEC, first));
  return moved ? std::move(moved) : std::move(descriptor);
}

}  // namespace parley
