#include "bindings/allocator.hpp"

#include <cstdlib>

namespace parley {

void* Allocator::allocate(void* self, void* block, std::size_t old_size, std::size_t new_size) {
  auto& allocator = *static_cast<Allocator*>(self);
  if (block == nullptr) old_size = 0;  // It holds the kind of object then.
  if (new_size == 0) {
    std::free(block);
    allocator.used_ -= old_size;
    return nullptr;
  }
  if (new_size > old_size) {  // Lua relies on shrinking to succeed.
    if (++allocator.requests_ >= allocator.fail_from_) return nullptr;
    if (allocator.used_ - old_size + new_size > allocator.cap_) return nullptr;
  }
  void* fresh = std::realloc(block, new_size);
  if (fresh != nullptr) allocator.used_ += new_size - old_size;
  return fresh;
}

}  // namespace parley
