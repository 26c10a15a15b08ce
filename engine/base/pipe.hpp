// Both ends of a pipe.
#pragma once

#include "engine/base/descriptor.hpp"
#include "engine/base/result.hpp"

namespace parley {

struct Pipe {
  Descriptor reading;
  Descriptor writing;
};

/// pipe2(2), both ends close-on-exec. Errors: EMFILE and its like.
Result<Pipe> open_pipe();

}  // namespace parley
