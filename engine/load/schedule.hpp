// When the requests of a load are due, and when there are no more. Closed model: whenever a connection is
// free. Open model: at fixed moments, whether one is free or not. A load's connections ask it, each for its
// next one.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "engine/base/clock.hpp"

namespace parley::load {

/// What a load is told to do. `rate` is in requests a second; 0 is the closed model.
struct Plan {
  static constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t requests = unlimited;
  Duration length = Duration::max();
  double rate = 0;
  /// One part of several: of all requests those whose number, less `first`, is a multiple of `stride`.
  std::uint64_t first = 0;
  std::uint64_t stride = 1;

  bool is_open() const { return rate > 0; }
};

/// A request that is to be made: its number, from 0, and since when its latency counts.
struct Ticket {
  std::uint64_t number = 0;
  Instant due{};
};

class Schedule {
 public:
  Schedule(const Plan& plan, Instant begin) : plan_(plan), begin_(begin), next_(plan.first) {}

  /// The next request. In the open model it may be due later than `now`, and is not to be made before; in the
  /// closed one it is due now. Nothing once the plan is over.
  std::optional<Ticket> next(Instant now);

  /// How many requests fell due that next() never gave, since no connection was free until the end.
  std::uint64_t dropped() const;

 private:
  Instant due(std::uint64_t number) const;
  std::uint64_t planned() const;

  Plan plan_;
  Instant begin_;
  std::uint64_t next_;
};

}  // namespace parley::load
