#include "tests/bench/driver/statistics.hpp"

#include <algorithm>

namespace parley::bench {

std::vector<double> shown(const Measure& measure, const Contender& contender) {
  std::vector<double> values;
  for (const Figures& round : contender.rounds) {
    const auto found = round.find(measure.key);
    if (found == round.end()) continue;
    values.push_back(measure.is_rate ? measure.scale / found->second : measure.scale * found->second);
  }
  return values;
}

std::optional<Spread> spread(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return Spread{median, values.front(), values.back()};
}

std::optional<double> share(const Measure& measure, const Contender& contender, const Contender& of) {
  const std::vector<double> mine = shown(measure, contender);
  const std::vector<double> theirs = shown(measure, of);
  std::vector<double> each;
  for (std::size_t i = 0; i < std::min(mine.size(), theirs.size()); ++i) each.push_back(mine[i] / theirs[i]);
  const auto middle = spread(std::move(each));
  if (!middle) return std::nullopt;
  return middle->median;
}

const Contender* find(const Workload& load, const std::string& name) {
  const auto found = std::find_if(load.contenders.begin(), load.contenders.end(),
                                  [&name](const Contender& contender) { return contender.name == name; });
  return found == load.contenders.end() ? nullptr : &*found;
}

std::optional<double> reached(const Workload& load, const Goal& goal) {
  const Contender* const contender = find(load, goal.contender);
  if (contender == nullptr) return std::nullopt;
  const Measure& measure = load.measures[goal.measure];
  if (goal.of.empty()) {
    const auto own = spread(shown(measure, *contender));
    if (!own) return std::nullopt;
    return own->median;
  }
  const Contender* const of = find(load, goal.of);
  return of == nullptr ? std::nullopt : share(measure, *contender, *of);
}

bool is_met(const Goal& goal, double value) {
  return goal.at_most ? value <= goal.bound : value >= goal.bound;
}

std::vector<const Contender*> compared(const Workload& load, const Contender& contender) {
  std::vector<const Contender*> others;
  for (const Contender& other : load.contenders) {
    if (&other == &contender) break;
    const auto& sticks = load.yardsticks;
    const bool is_yardstick = std::find(sticks.begin(), sticks.end(), other.name) != sticks.end();
    const bool is_goal =
        std::any_of(load.goals.begin(), load.goals.end(), [&contender, &other](const Goal& goal) {
          return goal.contender == contender.name && goal.of == other.name;
        });
    if (is_yardstick || is_goal) others.push_back(&other);
  }
  return others;
}

}  // namespace parley::bench
