#include "engine/report/load_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/report/text.hpp"

namespace parley::report {

namespace {

constexpr double widest_bar = 40;

template <class... Values>
std::string formatted(const char* format, Values... values) {
  char text[160];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

/// "load: 64 connections, 5000 requests a second, 2 processes".
std::string heading(const load::Summary& load) {
  std::string text =
      safe_line(load.name) + ": " + counted(static_cast<std::size_t>(load.connections), "connection");
  text +=
      load.rate > 0 ? formatted(", %g requests due a second", load.rate) : ", as fast as they are answered";
  if (load.processes > 1) text += formatted(", %d processes", load.processes);
  return text + "\n";
}

std::string counts(const load::Summary& load) {
  std::string text = "  " + counted(load.requests, "request") + " answered in " + in_words(load.elapsed) +
                     formatted(": %.0f a second\n", load.throughput());
  for (const auto& [name, count] : load.errors)
    text += "  " + counted(count, "request") + " failed: " + safe_line(name) + "\n";
  if (load.dropped > 0)
    text += "  " + counted(load.dropped, "request") + " fell due and found no connection free\n";
  return text;
}

std::string latencies(const load::Latency& latency) {
  std::string text = "  latency  min " + latency_in_words(latency.min) + "  mean " +
                     latency_in_words(latency.mean) + "  stddev " + latency_in_words(latency.deviation) +
                     "  max " + latency_in_words(latency.max) + "\n          ";
  for (std::size_t i = 0; i < latency.at.size(); ++i) {
    text += " ";
    text += load::percentiles[i].name;
    text += " " + latency_in_words(latency.at[i]) + (i + 1 < latency.at.size() ? " " : "\n");
  }
  return text;
}

std::string bars(const load::Summary& load) {
  std::uint64_t most = 1;
  for (const load::Bar& bar : load.bars) most = std::max(most, bar.count);
  std::string text;
  for (const load::Bar& bar : load.bars) {
    // What was there at all is seen.
    const double share = std::ceil(static_cast<double>(bar.count) * widest_bar / static_cast<double>(most));
    const std::string line = formatted("  up to %8s  %-40s %llu", latency_in_words(bar.upto).c_str(),
                                       std::string(static_cast<std::size_t>(share), '#').c_str(),
                                       static_cast<unsigned long long>(bar.count));
    text += line + "\n";
  }
  return text;
}

}  // namespace

std::string latency_in_words(Duration latency) {
  struct Unit {
    double size;
    const char* name;
  };
  constexpr Unit units[] = {{1, "ns"}, {1e3, "us"}, {1e6, "ms"}, {1e9, "s"}};
  const auto nanoseconds = static_cast<double>(latency.count());
  std::size_t unit = 0;
  // 999.6 of a unit would be printed as 1000.
  while (unit < 3 && nanoseconds >= 999.5 * units[unit].size) ++unit;
  const double value = nanoseconds / units[unit].size;
  int decimals = 2;
  if (unit == 0 || value >= 99.95) {
    decimals = 0;
  } else if (value >= 9.995) {
    decimals = 1;
  }
  return formatted("%.*f %s", decimals, value, units[unit].name);
}

std::string load_text(const load::Summary& load) {
  std::string text = heading(load) + counts(load);
  if (load.requests > 0) text += latencies(load.latency) + bars(load);
  return text;
}

}  // namespace parley::report
