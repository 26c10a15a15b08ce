// Memory for recorded bytes: blocks that are filled from front to end and freed together. Nothing is moved
// when it grows, so that a record may point into it.
#pragma once

#include <cstddef>
#include <vector>

namespace parley::transcript {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  /// `size` bytes, not initialised; at most 4096. Throws std::bad_alloc.
  char* allocate(std::size_t size) {
    if (size > left_) add_block();
    char* const place = next_;
    next_ += size;
    left_ -= size;
    return place;
  }

  /// Grows what was allocated last by `more` bytes where it lies; false where that cannot be, and nothing is
  /// done.
  bool extend(const char* place, std::size_t size, std::size_t more) {
    if (place + size != next_ || more > left_) return false;
    next_ += more;
    left_ -= more;
    return true;
  }

 private:
  struct Block {
    char* memory;
    std::size_t size;
  };

  void add_block();

  std::vector<Block> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace parley::transcript
