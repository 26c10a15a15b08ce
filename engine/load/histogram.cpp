#include "engine/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace parley::load {

namespace {

// Steps between a power of two and the next one: each value is known to one in so many.
constexpr unsigned step_bits = 10;
constexpr std::size_t steps = std::size_t{1} << step_bits;

}  // namespace

// Below two times `steps` a nanosecond is a step; from there on each doubling has `steps` of them.
std::size_t Histogram::place_of(std::int64_t nanoseconds) {
  const auto value = static_cast<std::uint64_t>(nanoseconds);
  const auto width = static_cast<unsigned>(std::bit_width(value));
  const unsigned shift = width > step_bits + 1 ? width - step_bits - 1 : 0;
  return (std::size_t{shift} << step_bits) + (value >> shift);
}

std::int64_t Histogram::highest_at(std::size_t place) {
  if (place < 2 * steps) return static_cast<std::int64_t>(place);
  const std::size_t shift = (place >> step_bits) - 1;
  const std::uint64_t lowest = (place - (shift << step_bits)) << shift;
  return static_cast<std::int64_t>(lowest + (std::uint64_t{1} << shift) - 1);
}

Histogram::Histogram() : counters_(place_of(longest.count()) + 1) {}

void Histogram::widen(Duration min, Duration max, std::uint64_t count) {
  min_ = std::min(min_, min);
  max_ = std::max(max_, max);
  count_ += count;
}

void Histogram::add(Duration value) {
  value = std::clamp(value, Duration::zero(), longest);
  ++counters_[place_of(value.count())];
  widen(value, value, 1);
  const auto length = static_cast<double>(value.count());
  sum_ += length;
  squares_ += length * length;
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  for (std::size_t i = 0; i < counters_.size(); ++i) counters_[i] += other.counters_[i];
  widen(other.min_, other.max_, other.count_);
  sum_ += other.sum_;
  squares_ += other.squares_;
}

Duration Histogram::mean() const {
  return Duration(count_ == 0 ? 0 : std::llround(sum_ / static_cast<double>(count_)));
}

Duration Histogram::deviation() const {
  if (count_ == 0) return Duration::zero();
  const auto count = static_cast<double>(count_);
  const double mean = sum_ / count;
  return Duration(std::llround(std::sqrt(std::max(0.0, squares_ / count - mean * mean))));
}

Duration Histogram::percentile(double percent) const {
  if (percent <= 0) return min();
  const double share = std::min(percent, 100.0) / 100;
  // What a fraction such as 0.999 lacks as a double is no value more.
  const double wanted = std::ceil(share * static_cast<double>(count_) - 1e-9);
  const std::uint64_t rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(wanted));
  std::uint64_t seen = 0;
  for (std::size_t place = 0; place < counters_.size(); ++place) {
    seen += counters_[place];
    if (seen >= rank) return std::clamp(Duration(highest_at(place)), min(), max_);
  }
  return max_;
}

std::uint64_t Histogram::up_to(Duration limit) const {
  if (limit < Duration::zero()) return 0;
  const std::size_t last = place_of(std::min(limit, longest).count());
  std::uint64_t found = 0;
  for (std::size_t i = 0; i <= last; ++i) found += counters_[i];
  return found;
}

Histogram::Parts Histogram::parts() const {
  Parts parts{min().count(), max_.count(), sum_, squares_, {}};
  for (std::size_t i = 0; i < counters_.size(); ++i)
    if (counters_[i] > 0) parts.counters.emplace_back(static_cast<std::uint32_t>(i), counters_[i]);
  return parts;
}

void Histogram::merge(const Parts& parts) {
  std::uint64_t count = 0;
  for (const auto& [place, number] : parts.counters) {
    if (place >= counters_.size()) continue;
    counters_[place] += number;
    count += number;
  }
  if (count == 0) return;
  widen(Duration(parts.min), Duration(parts.max), count);
  sum_ += parts.sum;
  squares_ += parts.squares;
}

}  // namespace parley::load
