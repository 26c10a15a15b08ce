// The memory of a scenario's Lua state: counted, and capped. Where the cap is reached Lua raises "not enough
// memory", which fails one scenario and leaves the machine alone.
#pragma once

#include <cstddef>
#include <cstdint>

#include "bindings/small_blocks.hpp"

namespace parley {

class Allocator {
 public:
  explicit Allocator(std::size_t cap) : cap_(cap) {}

  /// The function that lua_newstate takes; `self` is the Allocator.
  static void* allocate(void* self, void* block, std::size_t old_size, std::size_t new_size);

  std::size_t used() const { return used_; }
  std::uint64_t requests() const { return requests_; }
  /// For tests: the request of this number (from 1) and all after it fail.
  void fail_from(std::uint64_t request) { fail_from_ = request; }

 private:
  void give_back(void* block, std::size_t size);
  void* resized(void* block, std::size_t old_size, std::size_t new_size);

  SmallBlocks small_;
  std::size_t cap_;
  std::size_t used_ = 0;
  std::uint64_t requests_ = 0;
  std::uint64_t fail_from_ = UINT64_MAX;
};

/// For the process of a scenario, which is gone soon: what is freed stays with it. By itself malloc gives the
/// end of its memory back to the kernel, and a scenario that takes 64 KiB at a time would fault them in each
/// time.
void keep_freed_memory();

}  // namespace parley
