// The units that a session has yet to run, in the order in which it takes them: attempts to be made again
// first, then round after round of all of them.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <vector>

#include "engine/runner/unit.hpp"

namespace parley::runner {

class UnitQueue {
 public:
  /// `rounds` is how often each unit is run, at least once; with a `seed` each round has an order of its own,
  /// the same for the same seed.
  UnitQueue(std::vector<Unit> units, int rounds, std::optional<std::uint64_t> seed);
  /// Those that take longest come first, by what earlier runs recorded, so that none of them is left to run
  /// alone at the end. To be called before anything is taken; a seed's order stays.
  void put_longest_first();

  /// The next unit; none where all were taken, or the queue is closed.
  std::optional<Unit> take();
  /// One more attempt of a scenario, by itself; before anything else.
  void again(const Scenario& scenario) { again_.push_back({{&scenario}, 0}); }
  /// Nothing more is to run.
  void close() { closed_ = true; }
  bool is_closed() const { return closed_; }

 private:
  void begin_round();

  std::vector<Unit> units_;
  int rounds_;
  int round_ = 0;  ///< That is being taken, from 1.
  std::optional<std::mt19937_64> random_;
  std::size_t taken_ = 0;  ///< Of this round.
  std::deque<Unit> again_;
  bool closed_ = false;
};

}  // namespace parley::runner
