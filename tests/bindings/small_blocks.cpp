// The blocks of a Lua state: none overlaps another, and what is given back is taken again.
#include "bindings/small_blocks.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "bindings/allocator.hpp"
#include "tests/catch.hpp"

using namespace parley;

TEST_CASE("small blocks are aligned and keep what is written into them", "[allocator]") {
  SmallBlocks blocks;
  std::vector<std::pair<unsigned char*, std::size_t>> taken;
  for (int round = 0; round < 20; ++round) {
    for (std::size_t size = 1; size <= SmallBlocks::largest; size += 7) {
      auto* block = static_cast<unsigned char*>(blocks.take(size));
      REQUIRE(block != nullptr);
      CHECK(reinterpret_cast<std::uintptr_t>(block) % alignof(std::max_align_t) == 0);
      std::memset(block, static_cast<int>(taken.size() % 251), size);
      taken.emplace_back(block, size);
    }
  }
  for (std::size_t i = 0; i < taken.size(); ++i) {
    const auto [block, size] = taken[i];
    CHECK(std::count(block, block + size, static_cast<unsigned char>(i % 251)) ==
          static_cast<std::ptrdiff_t>(size));
  }
}

TEST_CASE("a block that is given back is the next of its size", "[allocator]") {
  SmallBlocks blocks;
  void* const first = blocks.take(33);
  void* const second = blocks.take(48);
  REQUIRE(SmallBlocks::fits_into(33, 48));
  CHECK_FALSE(SmallBlocks::fits_into(48, 49));
  blocks.give_back(first, 33);
  blocks.give_back(second, 48);
  CHECK(blocks.take(49) != second);
  CHECK(blocks.take(40) == second);
  CHECK(blocks.take(40) == first);
}

TEST_CASE("what a block holds survives each change of its size", "[allocator]") {
  Allocator allocator(1'000'000);
  std::size_t size = 1;
  auto* block = static_cast<unsigned char*>(Allocator::allocate(&allocator, nullptr, 0, size));
  block[0] = 'x';
  for (const std::size_t next :
       {std::size_t(16), std::size_t(17), SmallBlocks::largest, SmallBlocks::largest + 1,
        std::size_t(100'000), std::size_t(700), std::size_t(512), std::size_t(3)}) {
    const std::size_t kept = std::min(size, next);
    block = static_cast<unsigned char*>(Allocator::allocate(&allocator, block, size, next));
    REQUIRE(block != nullptr);
    CHECK(std::count(block, block + kept, 'x') == static_cast<std::ptrdiff_t>(kept));
    std::memset(block, 'x', next);
    size = next;
    CHECK(allocator.used() == size);
  }
  CHECK(Allocator::allocate(&allocator, block, size, 0) == nullptr);
  CHECK(allocator.used() == 0);
}
