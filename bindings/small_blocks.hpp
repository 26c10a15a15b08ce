// Small blocks of memory of known sizes, for a Lua state: they have no headers, and what is given back is
// taken again at once. malloc keeps seven of a size at hand, and Lua frees by the hundred.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace parley {

class SmallBlocks {
 public:
  static constexpr std::size_t largest = 512;

  /// `size` bytes, 1 to `largest`, aligned for any type; nullptr where there is no memory.
  void* take(std::size_t size) {
    Free*& list = free_[list_of(size)];
    if (list == nullptr) return carve(list_of(size));
    Free* const block = list;
    list = block->next;
    return block;
  }

  /// Gives back a block that was taken with this size, or with one that fits_into it.
  void give_back(void* block, std::size_t size) {
    Free*& list = free_[list_of(size)];
    list = new (block) Free{list};
  }

  /// Whether a block of the one size serves the other too.
  static bool fits_into(std::size_t size, std::size_t other) { return list_of(size) == list_of(other); }

 private:
  struct Free {
    Free* next;
  };
  static constexpr std::size_t step = alignof(std::max_align_t);
  static std::size_t list_of(std::size_t size) { return (size - 1) / step; }

  void* carve(std::size_t list);

  std::array<Free*, largest / step> free_{};
  std::vector<std::unique_ptr<std::byte[]>> slabs_;
  std::byte* fresh_ = nullptr;  ///< What no block was carved from yet of the last slab, up to `end_`.
  std::byte* end_ = nullptr;
};

}  // namespace parley
