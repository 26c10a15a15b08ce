// What a task knows of conversations: how much of each half it has taken or written itself, or was told of by
// another task, which began it, set an event that it waited for, or was joined by it. Where one task reads
// and another one writes, a conversation is told by what the writer knows, and not by what was taken by then,
// which is a matter of who had a turn when.
//
// The same goes for what was written, where another task reads, or fails. Nearly every end is used by one
// task, which knows all: so a half has its first user, and only what is told is written down. Only the
// teller's side of a conversation counts (half.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace parley::transcript {

class Half;

class Mind {
 public:
  /// It is the first user of `half`.
  void uses(const Half& half) { used_.push_back(&half); }
  /// It knows all before the place `place` of `half`.
  void learn(const Half& half, std::uint64_t place);
  /// Tells `other` all that it knows.
  void tell(Mind& other);
  /// The place up to which it knows `half`, of which it is not the only user.
  std::uint64_t knows(const Half& half) const;
  bool is_empty() const { return used_.empty() && told_.empty() && !is_vague_; }
  /// A new scenario begins.
  void clear();

 private:
  struct Known {
    const Half* half = nullptr;
    std::uint64_t place = 0;
  };
  /// A task that knows of more conversations is not followed: what it sends comes after all that was taken.
  static constexpr std::size_t most = 64;

  void forget_closed();

  std::vector<const Half*> used_;  ///< Of which it was the first user.
  std::vector<Known> told_;
  bool is_vague_ = false;  ///< It knows of too many.
};

/// Which tasks use a half on the teller's side: those that take it, or those that write it.
class Users {
 public:
  enum class Use : std::uint8_t { take, write };

  /// `mind`, which may be null for somebody who is no task, uses what follows the place `before`, and then,
  /// at end(), what is before `place`.
  void begin(Mind* mind, const Half& half, Use use, std::uint64_t before) {
    if (mind != first_ || is_shared_) meet(mind, half, use, before);
  }
  void end(Mind* mind, const Half& half, std::uint64_t place) const {
    if (is_shared_ && mind != nullptr) mind->learn(half, place);
  }
  /// Whether `mind` knows all that happened, as nobody else does anything there.
  bool is_only(const Mind* mind) const {
    return mind == nullptr || first_ == nullptr || (first_ == mind && !is_shared_);
  }
  Use use() const { return use_; }
  /// The end is closed: nobody will ask any more.
  void close() { is_closed_ = true; }
  bool is_closed() const { return is_closed_; }

 private:
  void meet(Mind* mind, const Half& half, Use use, std::uint64_t before);

  Mind* first_ = nullptr;
  Use use_ = Use::take;
  bool is_shared_ = false;
  bool is_closed_ = false;
};

}  // namespace parley::transcript
