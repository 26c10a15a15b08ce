// The workloads as they are written down: a goal that names nobody would never be measured.
#include <algorithm>

#include "tests/bench/driver/statistics.hpp"
#include "tests/bench/workloads/workloads.hpp"
#include "tests/catch.hpp"

namespace parley::bench {
namespace {

Setting setting(bool is_short) {
  Setting made;
  made.tools = "build/tests/bench";
  made.parley = "build/parley";
  made.scripts = "tests/bench";
  made.is_short = is_short;
  made.haproxy_source = "haproxy";
  made.haproxy_tests = {"checks/redis-check"};
  return made;
}

TEST_CASE("every goal names contenders and a measure that its workload has", "[bench]") {
  for (const bool is_short : {false, true}) {
    for (const Workload& load : workloads(setting(is_short))) {
      for (const Goal& goal : load.goals) {
        CAPTURE(load.id, load.name, goal.contender, goal.of);
        CHECK(find(load, goal.contender) != nullptr);
        CHECK((goal.of.empty() || find(load, goal.of) != nullptr));
        CHECK(goal.measure < load.measures.size());
      }
    }
  }
}

TEST_CASE("contenders of a workload have names of their own", "[bench]") {
  for (const Workload& load : workloads(setting(false))) {
    for (const Contender& contender : load.contenders) {
      CAPTURE(load.name, contender.name);
      CHECK(find(load, contender.name) == &contender);
    }
  }
}

TEST_CASE("workloads stand in the order of their numbers, those without one behind them", "[bench]") {
  std::vector<std::string> ids;
  for (const Workload& load : workloads(setting(false)))
    if (ids.empty() || ids.back() != load.id) ids.push_back(load.id);
  CHECK(ids == std::vector<std::string>{"W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "W10", "load",
                                        "haproxy"});
}

}  // namespace
}  // namespace parley::bench
