// Counting lengths of time to a thousandth.
#include <algorithm>
#include <random>

#include "engine/load/histogram.hpp"
#include "engine/load/summary.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::load;
using namespace std::chrono_literals;

TEST_CASE("a histogram of nothing says 0", "[load]") {
  const Histogram histogram;
  CHECK(histogram.count() == 0);
  CHECK(histogram.min() == 0ns);
  CHECK(histogram.max() == 0ns);
  CHECK(histogram.mean() == 0ns);
  CHECK(histogram.deviation() == 0ns);
  CHECK(histogram.percentile(99) == 0ns);
  CHECK(bars_of(histogram).empty());
}

TEST_CASE("percentiles are right to a thousandth, whatever the size of the values", "[load]") {
  std::mt19937_64 chance(1);
  std::uniform_real_distribution<double> exponent(0, 12.5);
  Histogram histogram;
  std::vector<Duration> all;
  for (int i = 0; i < 20'000; ++i) {
    all.emplace_back(static_cast<std::int64_t>(std::pow(10, exponent(chance))));
    histogram.add(all.back());
  }
  std::sort(all.begin(), all.end());
  CHECK(histogram.min() == all.front());
  CHECK(histogram.max() == all.back());
  for (const double percent : {0.0, 1.0, 50.0, 90.0, 99.0, 99.9, 100.0}) {
    const auto rank = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(percent * 200)));
    const Duration exact = all[rank - 1];
    const Duration told = histogram.percentile(percent);
    INFO(percent << ": " << told.count() << " for " << exact.count());
    CHECK(told >= exact);
    CHECK(told.count() - exact.count() <= exact.count() / 1024 + 1);
  }
}

TEST_CASE("mean and deviation are those of the values", "[load]") {
  Histogram histogram;
  for (const Duration value : {2ms, 4ms, 4ms, 4ms, 5ms, 5ms, 7ms, 9ms}) histogram.add(value);
  CHECK(histogram.mean() == 5ms);
  CHECK(histogram.deviation() == 2ms);
}

TEST_CASE("what is negative counts as 0, and what is too long as the longest", "[load]") {
  Histogram histogram;
  histogram.add(-1s);
  histogram.add(24h);
  CHECK(histogram.min() == 0ns);
  CHECK(histogram.max() == 1h);
  CHECK(histogram.percentile(100) == 1h);
}

TEST_CASE("merged histograms are one of all values, by parts too", "[load]") {
  Histogram one, other, both, sent;
  for (int i = 1; i <= 1000; ++i) {
    (i % 3 == 0 ? one : other).add(i * 1us);
    both.add(i * 1us);
  }
  sent.merge(one.parts());
  sent.merge(other.parts());
  sent.merge(Histogram().parts());
  one.merge(other);
  one.merge(Histogram());
  for (const Histogram* merged : {&one, &sent}) {
    CHECK(merged->count() == 1000);
    CHECK(merged->min() == 1us);
    CHECK(merged->max() == 1ms);
    CHECK(merged->mean() == both.mean());
    CHECK(merged->deviation() == both.deviation());
    CHECK(merged->percentile(99) == both.percentile(99));
  }
  Histogram::Parts wrong;
  wrong.counters = {{4'000'000'000U, 1}};
  one.merge(wrong);
  CHECK(one.count() == 1000);
}

TEST_CASE("every value is in one bar", "[load]") {
  std::mt19937_64 chance(2);
  std::lognormal_distribution<double> latency(12, 2);
  Histogram wide, narrow;
  for (int i = 0; i < 5000; ++i) {
    wide.add(Duration(static_cast<std::int64_t>(latency(chance))));
    narrow.add(1ms + i * 1ns);
  }
  for (const Histogram* histogram : {&wide, &narrow}) {
    const std::vector<Bar> bars = bars_of(*histogram);
    std::uint64_t sum = 0;
    for (const Bar& bar : bars) sum += bar.count;
    CHECK(sum == histogram->count());
    CHECK(bars.size() <= 20);
    CHECK(bars.back().upto == histogram->max());
  }
}
