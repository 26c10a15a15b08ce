#include "bindings/allocator.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace parley {

namespace {

// The sanitizers watch what malloc gives.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t largest_small = 0;
#else
constexpr std::size_t largest_small = SmallBlocks::largest;
#endif

bool is_small(std::size_t size) { return size <= largest_small; }

}  // namespace

void Allocator::give_back(void* block, std::size_t size) {
  if (block == nullptr) return;
  if (is_small(size)) return small_.give_back(block, size);
  std::free(block);
}

void* Allocator::resized(void* block, std::size_t old_size, std::size_t new_size) {
  const bool was_small = block != nullptr && is_small(old_size);
  if (!was_small && !is_small(new_size)) return std::realloc(block, new_size);
  if (was_small && is_small(new_size) && SmallBlocks::fits_into(old_size, new_size)) return block;
  void* const fresh = is_small(new_size) ? small_.take(new_size) : std::malloc(new_size);
  if (block == nullptr) return fresh;
  if (fresh == nullptr) return new_size <= old_size ? block : nullptr;  // A larger block serves as a smaller.
  std::memcpy(fresh, block, std::min(old_size, new_size));
  give_back(block, old_size);
  return fresh;
}

void* Allocator::allocate(void* self, void* block, std::size_t old_size, std::size_t new_size) {
  auto& allocator = *static_cast<Allocator*>(self);
  if (block == nullptr) old_size = 0;  // It holds the kind of object then.
  if (new_size == 0) {
    allocator.give_back(block, old_size);
    allocator.used_ -= old_size;
    return nullptr;
  }
  if (new_size > old_size) {  // Lua relies on shrinking to succeed.
    if (++allocator.requests_ >= allocator.fail_from_) return nullptr;
    if (allocator.used_ - old_size + new_size > allocator.cap_) return nullptr;
  }
  void* fresh = allocator.resized(block, old_size, new_size);
  if (fresh != nullptr) allocator.used_ += new_size - old_size;
  return fresh;
}

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int enough = 32 << 20;
  mallopt(M_TRIM_THRESHOLD, enough);
  mallopt(M_MMAP_THRESHOLD, enough);
#endif
}

}  // namespace parley
