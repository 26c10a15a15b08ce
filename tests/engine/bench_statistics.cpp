// What the driver of the benchmarks makes of figures: medians, shares, goals that are met or missed.
#include "tests/bench/driver/statistics.hpp"
#include "tests/catch.hpp"
#include "tests/engine/bench_workload.hpp"

namespace parley::bench {
namespace {

const Measure seconds{"seconds", "s"};

TEST_CASE("a figure is shown as it is or as a rate, and a round without it has none", "[bench]") {
  Contender contender = measured("parley", {2, 0.5});
  contender.rounds.push_back({{"wall", 3}});
  CHECK(shown({"seconds", "ms", 1e3}, contender) == std::vector<double>{2000, 500});
  CHECK(shown({"seconds", "k/s", 10, true}, contender) == std::vector<double>{5, 20});
  CHECK(shown({"wall", "s"}, contender) == std::vector<double>{3});
}

TEST_CASE("the median stands in the middle, or between the two that do", "[bench]") {
  const auto odd = spread({9, 1, 2});
  REQUIRE(odd);
  CHECK(odd->median == 2);
  CHECK(odd->least == 1);
  CHECK(odd->most == 9);
  const auto even = spread({8, 1, 2, 4});
  REQUIRE(even);
  CHECK(even->median == 3);
  CHECK_FALSE(spread({}));
}

TEST_CASE("a share is the median of each round's, not that of two medians", "[bench]") {
  const Contender mine = measured("mine", {1, 4, 9});
  const Contender theirs = measured("theirs", {2, 1, 3});
  CHECK(share(seconds, mine, theirs) == 3.0);
  CHECK(share({"seconds", "/s", 1, true}, mine, theirs) == 1 / 3.0);
}

TEST_CASE("a share counts the rounds that both had", "[bench]") {
  const Contender mine = measured("mine", {1, 100, 100});
  CHECK(share(seconds, mine, measured("theirs", {2})) == 0.5);
  CHECK_FALSE(share(seconds, mine, measured("theirs", {})));
}

TEST_CASE("a goal is held against a share or against the figure itself", "[bench]") {
  const Workload load = exchanges();
  CHECK(reached(load, load.goals[0]) == 0.5);
  CHECK(reached(load, load.goals[1]) == 1.0);
}

TEST_CASE("a goal has reached nothing where one that it names did not run or is none", "[bench]") {
  const Workload load = exchanges();
  CHECK_FALSE(reached(load, load.goals[2]));
  CHECK_FALSE(reached(load, {"absent", "plain", 1}));
  CHECK_FALSE(reached(load, {"broken", "", 1}));
  CHECK_FALSE(reached(load, {"nobody", "plain", 1}));
  CHECK_FALSE(reached(load, {"parley", "nobody", 1}));
}

TEST_CASE("a goal is met at its bound, and missed beyond it", "[bench]") {
  const Goal least{"parley", "plain", 0.85};
  CHECK(is_met(least, 0.85));
  CHECK(is_met(least, 0.9));
  CHECK_FALSE(is_met(least, 0.849));
  const Goal most{"parley", "", 5, true};
  CHECK(is_met(most, 5));
  CHECK(is_met(most, 4));
  CHECK_FALSE(is_met(most, 5.001));
}

TEST_CASE("a contender is compared with the yardsticks before it, and with whom its goals name", "[bench]") {
  Workload load{"W1", "race"};
  for (const char* name : {"plain", "cqueues", "luv", "parley", "late"})
    load.contenders.push_back(measured(name, {1}));
  load.yardsticks = {"plain", "late"};
  load.goals = {{"parley", "cqueues", 2}, {"luv", "late", 1}};
  const auto names = [&load](std::size_t place) {
    std::vector<std::string> found;
    for (const Contender* other : compared(load, load.contenders[place])) found.push_back(other->name);
    return found;
  };
  CHECK(names(0).empty());
  CHECK(names(2) == std::vector<std::string>{"plain"});
  CHECK(names(3) == std::vector<std::string>{"plain", "cqueues"});
}

}  // namespace
}  // namespace parley::bench
