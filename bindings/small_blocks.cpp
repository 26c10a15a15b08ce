#include "bindings/small_blocks.hpp"

#include <new>

namespace parley {

namespace {

constexpr std::size_t slab = 32 * 1024;

}  // namespace

// What is left of a slab that is too small for this one is lost: less than one in sixty.
void* SmallBlocks::carve(std::size_t list) {
  const std::size_t size = (list + 1) * step;
  if (static_cast<std::size_t>(end_ - fresh_) < size) {
    std::unique_ptr<std::byte[]> memory(new (std::nothrow) std::byte[slab]);
    if (!memory) return nullptr;
    try {
      slabs_.push_back(std::move(memory));
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
    fresh_ = slabs_.back().get();
    end_ = fresh_ + slab;
  }
  std::byte* const block = fresh_;
  fresh_ += size;
  return block;
}

}  // namespace parley
