#include "engine/transcript/arena.hpp"

#include <sys/mman.h>

#include <bit>
#include <cstring>
#include <new>

namespace parley::transcript {

namespace {

/// Most scenarios stay within the first block.
constexpr std::size_t first_block = 64 * 1024;
constexpr std::size_t later_block = 256 * 1024;

}  // namespace

void Arena::add_block() {
  const bool is_first = blocks_.empty();
  const std::size_t size = is_first ? first_block : later_block;
  blocks_.reserve(blocks_.size() + 1);
  // Whoever fills one block will fill the next: its pages come all at once, for a quarter of what a fault
  // each costs.
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | (is_first ? 0 : MAP_POPULATE);
  void* const memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  next_ = static_cast<char*>(memory);
  left_ = size;
  blocks_.push_back({next_, size});
}

char* Arena::reallocate(std::size_t& size) {
  size = std::bit_ceil(size);
  char*& list = released_[static_cast<std::size_t>(std::countr_zero(size))];
  if (!list) return allocate(size);
  char* const place = list;
  std::memcpy(&list, place, sizeof list);
  return place;
}

void Arena::release(char* place, std::size_t size) {
  if (size < sizeof place) return;
  char*& list = released_[static_cast<std::size_t>(std::bit_width(size)) - 1];
  std::memcpy(place, &list, sizeof list);
  list = place;
}

Arena::~Arena() {
  for (const Block& block : blocks_) munmap(block.memory, block.size);
}

}  // namespace parley::transcript
