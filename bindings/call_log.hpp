// The socket calls that each role made, in their order: what t:calls gives. The socket methods drive it, once
// a call.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/transcript/recorder.hpp"

namespace parley {

class CallLog {
 public:
  /// So many calls of a role are kept by name; those that follow are only counted. Half a MiB, and far more
  /// than anybody compares.
  static constexpr std::size_t most_kept = 65'536;

  struct Sequence {
    std::vector<const char*> names;
    std::uint64_t further = 0;  ///< How many calls followed those that are kept.
  };

  /// `name` lives as long as the log: a literal.
  void note(transcript::Role role, const char* name) {
    Sequence& sequence = of(role);
    if (sequence.names.size() < most_kept) {
      sequence.names.push_back(name);
    } else {
      ++sequence.further;
    }
  }

  Sequence& of(transcript::Role role) {
    const auto index = static_cast<std::size_t>(role);
    if (index >= sequences_.size()) sequences_.resize(index + 1);
    return sequences_[index];
  }

  void clear() { sequences_.clear(); }

 private:
  std::vector<Sequence> sequences_;  // By role.
};

}  // namespace parley
