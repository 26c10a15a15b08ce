// One way of a connection: which bytes went into it by which step, and how far they were taken. steps.cpp
// drives it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace parley::diagram {

/// What one end of a connection sent, and how far the other one has come with taking it.
struct Flow {
  struct Sent {
    std::size_t step;
    std::uint64_t end;
  };
  std::vector<Sent> sends;
  std::size_t next = 0;  ///< Of the sends the first of which nothing was taken.
  std::uint64_t sent = 0;
  std::uint64_t taken = 0;
  bool finished = false;
  bool reset = false;
};

}  // namespace parley::diagram
