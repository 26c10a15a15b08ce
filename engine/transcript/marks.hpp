// What a writer knew when it sent: a queue of marks, each standing for all bytes from its position to the
// next one's. A mark is pushed only where something changed, and dropped once the reader has passed it, so
// that a transfer in one direction needs a single one. A piece begins at each.
#pragma once

#include <cstdint>
#include <vector>

namespace parley::transcript {

struct Mark {
  std::uint64_t position = 0;    ///< Of the first byte it stands for, in the half of its writer.
  std::uint64_t dependency = 0;  ///< What of the other half the writer had taken: a place (half.hpp).
};

/// Most conversations have one mark under way at a time, so the first is kept in place.
class MarkQueue {
 public:
  bool empty() const { return !any_; }
  const Mark& front() const { return front_; }
  void push(const Mark& mark) {
    if (any_) {
      others_.push_back(mark);
    } else {
      front_ = mark;
      any_ = true;
    }
  }
  /// The one behind the front; null where there is none.
  const Mark* second() const { return first_ < others_.size() ? &others_[first_] : nullptr; }
  void pop() {
    if (first_ == others_.size()) {
      clear();
      return;
    }
    front_ = others_[first_++];
    if (first_ < 1024) return;
    others_.erase(others_.begin(), others_.begin() + first_);
    first_ = 0;
  }
  void append_to(std::vector<Mark>& marks) const {
    if (!any_) return;
    marks.push_back(front_);
    marks.insert(marks.end(), others_.begin() + first_, others_.end());
  }
  void clear() {
    any_ = false;
    first_ = 0;
    if (!others_.empty()) others_.clear();
  }

 private:
  Mark front_;
  std::vector<Mark> others_;
  std::uint32_t first_ = 0;
  bool any_ = false;
};

}  // namespace parley::transcript
