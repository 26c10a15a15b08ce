#include "tests/bench/driver/table.hpp"

#include <cstdio>

#include "tests/bench/driver/statistics.hpp"

namespace parley::bench {
namespace {

void print_row(const Workload& load, const Measure& measure, const Contender& contender) {
  std::printf("  %-24s", contender.name.c_str());
  const auto figures = spread(shown(measure, contender));
  if (contender.failed || !figures) {
    std::printf("  %s\n", contender.failed ? "failed" : ("skipped: " + contender.skipped).c_str());
    return;
  }
  std::printf("%10.2f %-15s (%.2f to %.2f)", figures->median, measure.unit.c_str(), figures->least,
              figures->most);
  const char* before = "  ";
  for (const Contender* other : compared(load, contender)) {
    if (const auto value = share(measure, contender, *other)) {
      std::printf("%s%.3f of %s", before, *value, other->name.c_str());
      before = ", ";
    }
  }
  std::printf("\n");
}

void print_goal(const Workload& load, const Goal& goal) {
  const std::string& unit = load.measures[goal.measure].unit;
  std::printf("  goal: %s at %s %.3g %s: ", goal.contender.c_str(), goal.at_most ? "most" : "least",
              goal.bound, goal.of.empty() ? unit.c_str() : ("of " + goal.of + " (" + unit + ")").c_str());
  const auto value = reached(load, goal);
  if (value)
    std::printf("%.3f, %s\n", *value, is_met(goal, *value) ? "met" : "missed");
  else
    std::printf("not measured\n");
}

}  // namespace

void print(const Workload& load) {
  std::printf("%s  %s\n", load.id.c_str(), load.name.c_str());
  for (const Measure& measure : load.measures)
    for (const Contender& contender : load.contenders) print_row(load, measure, contender);
  for (const Goal& goal : load.goals) print_goal(load, goal);
  std::fflush(stdout);
}

}  // namespace parley::bench
