// What roles and processes printed in a scenario, in the order in which it came, for its report: of too much
// the end.
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "engine/base/clock.hpp"
#include "engine/runner/result.hpp"

namespace parley {

class OutputLog {
 public:
  /// How many bytes are kept: the last ones.
  static constexpr std::size_t kept = std::size_t{64} << 10U;

  /// A scenario begins at `now`.
  void begin(Instant now);
  /// `source`, a role, a process or a file of its, printed `text`. What follows what it printed last goes on
  /// there, where that is no whole line yet.
  void add(std::string_view source, std::string_view text, Instant now);
  /// All that is kept. Where something was dropped the first text says how much.
  std::vector<runner::Output> all() const;

 private:
  void forget_old();

  std::deque<runner::Output> chunks_;
  std::size_t size_ = 0;
  std::size_t dropped_ = 0;
  Instant began_{};
};

}  // namespace parley
