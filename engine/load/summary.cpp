#include "engine/load/summary.hpp"

#include <algorithm>
#include <cmath>

namespace parley::load {

namespace {

// Narrower bars than this, as a factor, tell of noise only.
constexpr double narrowest = 1.05;

}  // namespace

std::uint64_t Summary::failed() const {
  std::uint64_t sum = 0;
  for (const auto& error : errors) sum += error.second;
  return sum;
}

double Summary::throughput() const {
  return elapsed > Duration::zero() ? static_cast<double>(requests) / seconds(elapsed) : 0;
}

Latency latency_of(const Histogram& histogram) {
  Latency latency{histogram.min(), histogram.mean(), histogram.deviation(), histogram.max(), {}};
  for (std::size_t i = 0; i < percentiles.size(); ++i)
    latency.at[i] = histogram.percentile(percentiles[i].percent);
  return latency;
}

std::vector<Bar> bars_of(const Histogram& histogram, int most) {
  std::vector<Bar> bars;
  if (histogram.count() == 0) return bars;
  const double first = static_cast<double>(std::max<std::int64_t>(histogram.min().count(), 1));
  const double range = static_cast<double>(histogram.max().count()) / first;
  const double factor = std::max(narrowest, std::pow(range, 1.0 / most));
  std::uint64_t counted = 0;
  for (int i = 1; counted < histogram.count(); ++i) {
    const bool is_last = i >= most;
    const Duration upto = is_last ? histogram.max() : Duration(std::llround(first * std::pow(factor, i)));
    const std::uint64_t through = histogram.up_to(upto);
    bars.push_back({std::min(upto, histogram.max()), through - counted});
    counted = through;
  }
  return bars;
}

}  // namespace parley::load
