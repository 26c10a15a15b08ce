// What a load came to, as reports tell it: plain data, which crosses from the scenario's process to parley's.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/clock.hpp"
#include "engine/load/histogram.hpp"

namespace parley::load {

/// The percentiles that every report has, in their order, by the names that they have there and in scripts.
struct NamedPercentile {
  const char* name;
  double percent;
};
inline constexpr std::array<NamedPercentile, 5> percentiles{
    {{"p50", 50}, {"p90", 90}, {"p95", 95}, {"p99", 99}, {"p999", 99.9}}};

struct Latency {
  Duration min{};
  Duration mean{};
  Duration deviation{};
  Duration max{};
  std::array<Duration, percentiles.size()> at{};  ///< As in `percentiles`.
};

/// A bar of the histogram: the values above the bar before it, up to this.
struct Bar {
  Duration upto{};
  std::uint64_t count = 0;
};

struct Summary {
  std::string name;
  int connections = 0;
  int processes = 1;
  double rate = 0;             ///< Requests a second in the open model; 0 in the closed one.
  Duration elapsed{};          ///< From the first request to the end of the last one.
  std::uint64_t requests = 0;  ///< That were answered; the latencies are theirs.
  std::vector<std::pair<std::string, std::uint64_t>> errors;  ///< By class, in the order of the names.
  std::uint64_t dropped = 0;  ///< Fell due in the open model, and never found a connection free.
  Latency latency;
  std::vector<Bar> bars;

  std::uint64_t failed() const;
  /// Answered requests a second.
  double throughput() const;
};

/// The figures of a histogram.
Latency latency_of(const Histogram& histogram);

/// At most `most` bars from the shortest value to the longest, each wider than the one before it by the same
/// factor, as latencies are: none where nothing was counted. Every value is in one.
std::vector<Bar> bars_of(const Histogram& histogram, int most = 20);

}  // namespace parley::load
