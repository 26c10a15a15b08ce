#include "tests/bench/workloads/workloads.hpp"

#include <algorithm>
#include <iterator>

namespace parley::bench {
namespace {

/// W2 before W10, and what has no number behind all that have.
int rank(const Workload& load) { return load.id[0] == 'W' ? std::stoi(load.id.substr(1)) : 1000; }

}  // namespace

std::vector<Workload> workloads(const Setting& setting) {
  std::vector<Workload> all;
  for (auto* const family :
       {echoes, bulks, churns, idles, tls, suites, start_ups, suite_growth, loads, haproxy})
    std::ranges::move(family(setting), std::back_inserter(all));
  std::stable_sort(all.begin(), all.end(),
                   [](const Workload& a, const Workload& b) { return rank(a) < rank(b); });
  return all;
}

}  // namespace parley::bench
