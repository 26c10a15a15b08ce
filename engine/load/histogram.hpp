// A histogram of lengths of time after the HDR histogram: counters in steps that grow with what they count,
// so that a second and a microsecond are both known to a thousandth, in memory that does not grow. The rounds
// of a load drive it; those of several processes are merged.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/base/clock.hpp"

namespace parley::load {

class Histogram {
 public:
  /// What is longer counts as this long.
  static constexpr Duration longest = std::chrono::hours(1);

  Histogram();

  /// Counts one; what is negative counts as 0.
  void add(Duration value);
  /// Counts all that `other` has counted, too.
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  /// Of nothing all of these are 0. The shortest, the longest and the mean are exact, but for `longest`.
  Duration min() const { return count_ == 0 ? Duration::zero() : min_; }
  Duration max() const { return max_; }
  Duration mean() const;
  /// The standard deviation.
  Duration deviation() const;
  /// What `percent` (0 to 100) of all values do not exceed: to 1/1024 of the value above the exact one, never
  /// beyond the longest.
  Duration percentile(double percent) const;

  /// How many values are not longer than `limit`, by the same steps.
  std::uint64_t up_to(Duration limit) const;

  /// What a histogram is made of, for another process: each counter that is not 0 by its number.
  struct Parts {
    std::int64_t min = 0;
    std::int64_t max = 0;
    double sum = 0;
    double squares = 0;
    std::vector<std::pair<std::uint32_t, std::uint64_t>> counters;
  };
  Parts parts() const;
  /// Merges what parts() gave; a counter's number that is none is passed over.
  void merge(const Parts& parts);

 private:
  static std::size_t place_of(std::int64_t nanoseconds);
  static std::int64_t highest_at(std::size_t place);
  void widen(Duration min, Duration max, std::uint64_t count);

  std::vector<std::uint64_t> counters_;
  std::uint64_t count_ = 0;
  Duration min_ = Duration::max();
  Duration max_{};
  double sum_ = 0;  ///< Of nanoseconds.
  double squares_ = 0;
};

}  // namespace parley::load
