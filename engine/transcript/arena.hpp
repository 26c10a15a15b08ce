// Memory for recorded bytes: blocks that are filled from front to end and freed together. Nothing is moved
// when it grows, so that a record may point into it.
#pragma once

#include <array>
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

  /// Like allocate(), out of what was given back where that suffices. `size` is rounded up to a power of two.
  char* reallocate(std::size_t& size);
  /// Gives back what was allocated with `size` bytes.
  void release(char* place, std::size_t size);

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

  static constexpr std::size_t classes = 13;  // powers of two, up to 4096

  std::vector<Block> blocks_;
  std::array<char*, classes>
      released_{};  ///< Lists of places of at least that size; each begins with the next's.
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace parley::transcript
