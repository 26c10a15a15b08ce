#include "engine/base/pipe.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace parley {

Result<Pipe> open_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) < 0) return Error::system(errno);
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

}  // namespace parley
