#include "tests/bench/driver/table.hpp"

#include <iomanip>
#include <sstream>

#include "tests/bench/driver/statistics.hpp"

namespace parley::bench {
namespace {

/// So many digits behind the point.
std::string rounded(double value, int digits) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(digits) << value;
  return text.str();
}

void add_row(std::ostream& lines, const Workload& load, const Measure& measure, const Contender& contender) {
  lines << "  " << std::left << std::setw(24) << contender.name;
  const auto figures = spread(shown(measure, contender));
  if (contender.failed || !figures) {
    lines << "  " << (contender.failed ? "failed" : "skipped: " + contender.skipped) << "\n";
    return;
  }
  lines << std::right << std::setw(10) << rounded(figures->median, 2) << " " << std::left << std::setw(15)
        << measure.unit << " (" << rounded(figures->least, 2) << " to " << rounded(figures->most, 2) << ")";
  const char* before = "  ";
  for (const Contender* other : compared(load, contender)) {
    if (const auto value = share(measure, contender, *other)) {
      lines << before << rounded(*value, 3) << " of " << other->name;
      before = ", ";
    }
  }
  lines << "\n";
}

void add_goal(std::ostream& lines, const Workload& load, const Goal& goal) {
  const std::string& unit = load.measures[goal.measure].unit;
  lines << "  goal: " << goal.contender << " at " << (goal.at_most ? "most " : "least ")
        << std::setprecision(3) << goal.bound << " "
        << (goal.of.empty() ? unit : "of " + goal.of + " (" + unit + ")") << ": ";
  if (const auto value = reached(load, goal))
    lines << rounded(*value, 3) << ", " << (is_met(goal, *value) ? "met" : "missed") << "\n";
  else
    lines << "not measured\n";
}

}  // namespace

std::string table(const Workload& load) {
  std::ostringstream lines;
  lines << load.id << "  " << load.name << "\n";
  for (const Measure& measure : load.measures)
    for (const Contender& contender : load.contenders) add_row(lines, load, measure, contender);
  for (const Goal& goal : load.goals) add_goal(lines, load, goal);
  return lines.str();
}

}  // namespace parley::bench
