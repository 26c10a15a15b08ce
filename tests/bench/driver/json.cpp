#include "tests/bench/driver/json.hpp"

#include <nlohmann/json.hpp>

#include "tests/bench/driver/statistics.hpp"

namespace parley::bench {
namespace {

using Json = nlohmann::ordered_json;

Json row(const Workload& load, const Measure& measure, const Contender& contender) {
  Json row = {{"name", contender.name}};
  const auto figures = spread(shown(measure, contender));
  if (contender.failed || !figures) {
    row["status"] = contender.failed ? "failed" : contender.skipped.empty() ? "not yet run" : "skipped";
    if (!contender.skipped.empty()) row["why"] = contender.skipped;
    return row;
  }
  row["status"] = "measured";
  row["measure"] = measure.key;
  row["unit"] = measure.unit;
  row["median"] = figures->median;
  row["least"] = figures->least;
  row["most"] = figures->most;
  row["rounds"] = contender.rounds.size();
  // Of the whole process, start-up and all; it wanders less than time does where others use the machine.
  if (const auto cpu = spread(shown({"cpu", "s"}, contender))) row["cpu_seconds"] = cpu->median;
  Json shares = Json::object();
  for (const Contender* other : compared(load, contender))
    if (const auto value = share(measure, contender, *other)) shares[other->name] = *value;
  row["shares"] = std::move(shares);
  return row;
}

Json goal_row(const Workload& load, const Goal& goal) {
  Json row = {{"contender", goal.contender},
              {"measure", load.measures[goal.measure].key},
              {goal.at_most ? "at_most" : "at_least", goal.bound}};
  if (!goal.of.empty()) row["of"] = goal.of;
  if (const auto value = reached(load, goal)) {
    row["reached"] = *value;
    row["met"] = is_met(goal, *value);
  }
  return row;
}

Json workload_row(const Workload& load) {
  Json contenders = Json::array();
  for (const Measure& measure : load.measures)
    for (const Contender& contender : load.contenders) contenders.push_back(row(load, measure, contender));
  Json goals = Json::array();
  for (const Goal& goal : load.goals) goals.push_back(goal_row(load, goal));
  return {{"id", load.id},
          {"name", load.name},
          {"contenders", std::move(contenders)},
          {"goals", std::move(goals)}};
}

}  // namespace

std::string json(const Machine& machine, bool is_short, const std::vector<Workload>& loads) {
  Json document;
  document["machine"] = {{"cpu", machine.cpu},           {"cores", machine.cores},
                         {"kernel", machine.kernel},     {"distribution", machine.distribution},
                         {"compiler", machine.compiler}, {"load_at_start", machine.load}};
  document["network"] = machine.own_network ? "own" : "as it is";
  document["short"] = is_short;
  document["workloads"] = Json::array();
  for (const Workload& load : loads) document["workloads"].push_back(workload_row(load));
  return document.dump(2) + "\n";
}

}  // namespace parley::bench
