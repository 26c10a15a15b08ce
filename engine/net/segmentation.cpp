#include "engine/net/segmentation.hpp"

#include <algorithm>

namespace parley::net {

// splitmix64, by Sebastiano Vigna: the same numbers on every machine, from any seed.
std::uint64_t Segmentation::draw() {
  state_ += 0x9e3779b97f4a7c15;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

bool Segmentation::pauses() {
  if (kind_ == Kind::random) return draw() % 2 == 0;
  return kind_ == Kind::bytes;
}

// Single bytes, a few, any number, and all: each is what finds another kind of mistake.
std::size_t Segmentation::cut(std::size_t size) {
  constexpr std::size_t few = 8;
  if (kind_ == Kind::bytes) return 1;
  const std::uint64_t choice = draw() % 4;
  if (choice == 0) return 1;
  if (choice == 1) return 1 + draw() % std::min(size, few);
  if (choice == 2) return 1 + draw() % size;
  return size;
}

}  // namespace parley::net
