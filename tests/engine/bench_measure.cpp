// How the driver of the benchmarks runs a workload: contenders in turn, and what becomes of those that cannot
// run.
#include <fstream>
#include <sstream>

#include "tests/bench/driver/measure.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

namespace parley::bench {
namespace {

Contender shell(const std::string& name, const std::string& script) { return {name, {"sh", "-c", script}}; }

/// On the network as it is, each figure a second.
Workload race(std::vector<Contender> contenders) {
  Workload load{"W1", "race", Network::as_it_is};
  load.measures = {{"seconds", "s"}};
  load.contenders = std::move(contenders);
  return load;
}

std::string measure_it(Workload& load, int rounds) {
  std::ostringstream failures;
  measure(load, rounds, failures);
  return failures.str();
}

const std::string a_second = "echo bench: seconds 1";

TEST_CASE("contenders run in turn, round after round", "[bench]") {
  const Folder folder;
  const std::string file = folder.file("order");
  Workload load = race(
      {shell("a", "printf a >>" + file + ";" + a_second), shell("b", "printf b >>" + file + ";" + a_second)});
  load.contenders[1].most_rounds = 2;
  CHECK(measure_it(load, 3).empty());
  std::string order;
  std::ifstream(file) >> order;
  CHECK(order == "ababa");
  CHECK(load.contenders[0].rounds.size() == 3);
  CHECK(load.contenders[1].rounds.size() == 2);
}

TEST_CASE("a workload may want fewer rounds than others, or several for one", "[bench]") {
  Workload load = race({shell("a", a_second)});
  load.most_rounds = 2;
  load.times = 3;
  measure_it(load, 9);
  CHECK(load.contenders[0].rounds.size() == 6);
}

TEST_CASE("one that fails is not run again, and the end of its output is told", "[bench]") {
  Workload load = race({shell("a", "echo the reason; exit 1"), shell("b", a_second)});
  CHECK(measure_it(load, 2) == "a failed at W1: race\nthe reason\n\n");
  CHECK(load.contenders[0].failed);
  CHECK(load.contenders[0].rounds.empty());
  CHECK(load.contenders[1].rounds.size() == 2);
}

TEST_CASE("one that ends well without the figure has failed", "[bench]") {
  Workload load = race({shell("a", "echo bench: minutes 1")});
  CHECK(measure_it(load, 1) == "a failed at W1: race\nbench: minutes 1\n\n");
  CHECK(load.contenders[0].failed);
}

TEST_CASE("one that is flaky has so many chances", "[bench]") {
  const Folder folder;
  Workload load = race({shell("a", "mkdir " + folder.file("again") + " && exit 1;" + a_second)});
  load.contenders[0].chances = 2;
  CHECK(measure_it(load, 1).empty());
  CHECK(load.contenders[0].rounds.size() == 1);
}

TEST_CASE("one whose program or probe is missing is skipped, and says why", "[bench]") {
  Workload load = race({{"a", {"parley-no-such-program"}}, shell("b", a_second), shell("c", a_second)});
  load.contenders[1].probe = {"sh", "-c", "exit 1"};
  load.contenders[2].probe = {"true"};
  CHECK(measure_it(load, 1).empty());
  CHECK(load.contenders[0].skipped == "parley-no-such-program is not installed");
  CHECK(load.contenders[1].skipped == "this fails: sh -c exit 1");
  CHECK(load.contenders[2].rounds.size() == 1);
}

TEST_CASE("one that needs a program that is missing is skipped by its name", "[bench]") {
  Workload load = race({shell("a", a_second)});
  load.contenders[0].programs = {"sh", "parley-no-such-program"};
  CHECK(measure_it(load, 1).empty());
  CHECK(load.contenders[0].skipped == "parley-no-such-program is not installed");
}

TEST_CASE("what a scenario of a suite took is the wall clock's by their number", "[bench]") {
  Workload load = race({shell("a", a_second)});
  load.contenders[0].amount = 4;
  measure_it(load, 1);
  const Figures& figures = load.contenders[0].rounds.at(0);
  CHECK(figures.at("wall_a_scenario") == figures.at("wall") / 4);
}

}  // namespace
}  // namespace parley::bench
