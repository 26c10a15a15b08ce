#include "bindings/output_log.hpp"

#include <algorithm>

namespace parley {

void OutputLog::begin(Instant now) {
  chunks_.clear();
  size_ = dropped_ = 0;
  began_ = now;
}

void OutputLog::add(std::string_view source, std::string_view text, Instant now) {
  if (text.empty()) return;
  const bool goes_on =
      !chunks_.empty() && chunks_.back().role == source && !chunks_.back().text.ends_with('\n');
  size_ += text.size();
  if (goes_on) {
    const std::size_t line = std::min(text.find('\n'), text.size() - 1) + 1;
    chunks_.back().text += text.substr(0, line);
    text.remove_prefix(line);
  }
  if (!text.empty()) chunks_.push_back({std::string(source), std::string(text), now - began_});
  forget_old();
}

void OutputLog::forget_old() {
  while (size_ > kept) {
    std::string& oldest = chunks_.front().text;
    const std::size_t surplus = std::min(oldest.size(), size_ - kept);
    oldest.erase(0, surplus);
    size_ -= surplus;
    dropped_ += surplus;
    if (oldest.empty()) chunks_.pop_front();
  }
}

std::vector<runner::Output> OutputLog::all() const {
  std::vector<runner::Output> outputs(chunks_.begin(), chunks_.end());
  if (dropped_ > 0) outputs.front().text.insert(0, "... " + std::to_string(dropped_) + " bytes before\n");
  return outputs;
}

}  // namespace parley
