// The table of the benchmarks for people.
#include "tests/bench/driver/table.hpp"
#include "tests/catch.hpp"
#include "tests/engine/bench_workload.hpp"

namespace parley::bench {
namespace {

TEST_CASE("the table has a line for each contender and for each goal", "[bench]") {
  CHECK(table(exchanges()) ==
        "W1  exchanges\n"
        "  plain                         2.00 k/s             (1.00 to 4.00)\n"
        "  parley                        1.00 k/s             (0.80 to 2.00)  0.500 of plain\n"
        "  absent                    skipped: absent is not installed\n"
        "  broken                    failed\n"
        "  goal: parley at least 0.5 of plain (k/s): 0.500, met\n"
        "  goal: parley at most 0.9 k/s: 1.000, missed\n"
        "  goal: parley at least 2 of absent (k/s): not measured\n");
}

TEST_CASE("a second measure has lines of its own, and its goal its unit", "[bench]") {
  Workload load{"W5", "scale"};
  load.measures = {{"seconds", "s"}, {"bytes", "KiB", 1.0 / 1024}};
  load.contenders = {{"parley", {"true"}}};
  load.contenders[0].rounds = {{{"seconds", 2}, {"bytes", 3072}}};
  load.goals = {{"parley", "", 3, true, 1}};
  CHECK(table(load) ==
        "W5  scale\n"
        "  parley                        2.00 s               (2.00 to 2.00)\n"
        "  parley                        3.00 KiB             (3.00 to 3.00)\n"
        "  goal: parley at most 3 KiB: 3.000, met\n");
}

}  // namespace
}  // namespace parley::bench
