#include "engine/runner/unit.hpp"

#include <map>
#include <string>
#include <utility>

namespace parley::runner {

std::vector<Unit> make_units(const std::vector<Scenario>& scenarios) {
  std::vector<Unit> units;
  std::map<std::pair<std::string, int>, std::size_t> groups;
  for (const Scenario& scenario : scenarios) {
    if (scenario.group >= 0) {
      const auto [place, fresh] = groups.emplace(std::pair(scenario.file, scenario.group), units.size());
      if (!fresh) {
        units[place->second].members.push_back(&scenario);
        continue;
      }
    }
    units.push_back({{&scenario}, 0});
  }
  return units;
}

std::vector<Unit> under_each(const std::vector<Unit>& units,
                             const std::vector<std::optional<std::uint64_t>>& segments) {
  std::vector<Unit> all;
  for (const Unit& unit : units) {
    if (segments.size() > 1 && is_one_way(*unit.members.front())) {
      all.push_back(unit);
      continue;
    }
    for (const std::optional<std::uint64_t>& segment : segments) {
      all.push_back(unit);
      all.back().segment = segment;
    }
  }
  return all;
}

}  // namespace parley::runner
