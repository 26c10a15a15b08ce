// Segmentation on demand: how many bytes the next send(2) or recv(2) on a stream gets to carry. TCP promises
// an order of bytes and nothing about where they are cut, so a program that is right is right under every
// Segmentation; one that takes a receive for a message shows it. The bindings ask it before each system call
// on a stream; messages are never cut.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parley::net {

class Segmentation {
 public:
  /// Cuts nothing.
  Segmentation() = default;
  /// 1 cuts byte by byte; any other number is the seed of random cuts, the same ones each time.
  explicit Segmentation(std::uint64_t number)
      : kind_(number == 1 ? Kind::bytes : Kind::random), state_(number) {}

  bool cuts() const { return kind_ != Kind::none; }
  /// How many of `size` bytes the next call may carry: from 1 to `size`; 0 only of 0.
  std::size_t part_of(std::size_t size) { return cuts() && size > 1 ? cut(size) : size; }
  /// Whether the other tasks run before the next part is sent, so that its reader may see this one alone.
  bool pauses();

 private:
  enum class Kind : std::uint8_t { none, bytes, random };

  std::size_t cut(std::size_t size);
  std::uint64_t draw();

  Kind kind_ = Kind::none;
  std::uint64_t state_ = 0;
};

}  // namespace parley::net
