#include "engine/process/captured.hpp"

#include <algorithm>

namespace parley::process {

void Captured::append(std::string_view bytes) {
  size_ += bytes.size();
  if (tail_.empty()) {
    const std::size_t room = half - head_.size();
    head_ += bytes.substr(0, room);
    bytes.remove_prefix(std::min(room, bytes.size()));
  }
  tail_ += bytes;
  if (tail_.size() > 2 * half) tail_.erase(0, tail_.size() - half);
}

std::string Captured::since(std::uint64_t position) const {
  const std::uint64_t tail_begins = size_ - tail_.size();
  if (position >= tail_begins)
    return tail_.substr(std::min<std::uint64_t>(position - tail_begins, tail_.size()));
  std::string text = position < head_.size() ? head_.substr(position) : std::string();
  if (dropped() > 0) text += "\n[parley left out " + std::to_string(dropped()) + " bytes here]\n";
  return text + tail_;
}

}  // namespace parley::process
