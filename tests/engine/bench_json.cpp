// What was measured, for programs: a row for each contender and measure, and the goals.
#include <nlohmann/json.hpp>

#include "tests/bench/driver/json.hpp"
#include "tests/catch.hpp"
#include "tests/engine/bench_workload.hpp"

namespace parley::bench {
namespace {

using Json = nlohmann::json;

Json document(const std::vector<Workload>& loads, bool is_short = false) {
  Machine machine;
  machine.cpu = "a \"fast\" one";
  machine.cores = 2;
  machine.own_network = true;
  return Json::parse(json(machine, is_short, loads));
}

TEST_CASE("the document says which machine it was, and how it was run", "[bench]") {
  const Json all = document({}, true);
  CHECK(all["machine"]["cpu"] == "a \"fast\" one");
  CHECK(all["machine"]["cores"] == 2);
  CHECK(all["network"] == "own");
  CHECK(all["short"] == true);
  CHECK(all["workloads"] == Json::array());
  CHECK(Json::parse(json({}, false, {}))["network"] == "as it is");
}

TEST_CASE("a row has the figures of a contender, and its shares of others", "[bench]") {
  const Json rows = document({exchanges()})["workloads"][0]["contenders"];
  REQUIRE(rows.size() == 4);
  CHECK(rows[0]["shares"] == Json::object());
  const Json& parley = rows[1];
  CHECK(parley["name"] == "parley");
  CHECK(parley["status"] == "measured");
  CHECK(parley["measure"] == "seconds");
  CHECK(parley["unit"] == "k/s");
  CHECK(parley["median"] == 1.0);
  CHECK(parley["least"] == 0.8);
  CHECK(parley["most"] == 2.0);
  CHECK(parley["rounds"] == 3);
  CHECK(parley["shares"] == Json({{"plain", 0.5}}));
}

TEST_CASE("a row without figures says why", "[bench]") {
  const Json rows = document({exchanges()})["workloads"][0]["contenders"];
  CHECK(rows[2] == Json({{"name", "absent"}, {"status", "skipped"}, {"why", "absent is not installed"}}));
  CHECK(rows[3] == Json({{"name", "broken"}, {"status", "failed"}}));
}

TEST_CASE("a goal says what was wanted, and what was reached where it was measured", "[bench]") {
  const Json goals = document({exchanges()})["workloads"][0]["goals"];
  CHECK(goals[0] == Json({{"contender", "parley"},
                          {"measure", "seconds"},
                          {"at_least", 0.5},
                          {"of", "plain"},
                          {"reached", 0.5},
                          {"met", true}}));
  CHECK(goals[1] == Json({{"contender", "parley"},
                          {"measure", "seconds"},
                          {"at_most", 0.9},
                          {"reached", 1.0},
                          {"met", false}}));
  CHECK_FALSE(goals[2].contains("met"));
}

}  // namespace
}  // namespace parley::bench
