// The memory of a scenario's Lua state: counted, and capped. Where the cap is reached Lua raises "not enough
// memory", which fails one scenario and leaves the machine alone.
#pragma once

#include <cstddef>
#include <cstdint>

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
  std::size_t cap_;
  std::size_t used_ = 0;
  std::uint64_t requests_ = 0;
  std::uint64_t fail_from_ = UINT64_MAX;
};

}  // namespace parley
