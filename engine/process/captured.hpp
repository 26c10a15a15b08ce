// What a process has printed, in bounded memory: all of it, up to a limit; of more, the beginning and the
// end. A position counts the bytes that ever came, so that it stays good when the middle is dropped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::process {

class Captured {
 public:
  /// How much of the beginning is kept, in bytes; of the end it is as much at least, at most twice that.
  static constexpr std::size_t half = std::size_t{2} << 20U;

  void append(std::string_view bytes);
  /// How many bytes ever came.
  std::uint64_t size() const { return size_; }
  /// Everything; where the middle was dropped, a line says how much it was.
  std::string text() const { return since(0); }
  /// What came from `position` on, as text() gives it.
  std::string since(std::uint64_t position) const;

 private:
  std::uint64_t dropped() const { return size_ - head_.size() - tail_.size(); }

  std::string head_;
  std::string tail_;
  std::uint64_t size_ = 0;
};

}  // namespace parley::process
