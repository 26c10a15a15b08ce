#include "engine/runner/load_meter.hpp"

#include <algorithm>
#include <optional>

#include "engine/world/demand.hpp"

namespace parley::runner {
namespace {

double expected_load(const std::vector<const Scenario*>& members) {
  Duration elapsed{};
  Duration cpu{};
  for (const Scenario* member : members) {
    if (!member->recorded || member->recorded->elapsed <= Duration::zero()) return 1;
    elapsed += member->recorded->elapsed;
    cpu += member->recorded->cpu;
  }
  return std::min(seconds(cpu) / seconds(elapsed), 1.0);
}

}  // namespace

LoadMeter::LoadMeter(const std::vector<const Scenario*>& members) : load_(expected_load(members)) {}

void LoadMeter::begin(pid_t keeper, Instant now) {
  keeper_ = keeper;
  last_ = now;
  demand_ = {};
}

void LoadMeter::measure(Instant now) {
  if (keeper_ < 0 || now - last_ < span) return;
  const std::optional<world::Demand> demand = world::demand_below(keeper_);
  if (!demand) return;
  // On a busy machine one that computes may not have had its turn for all that time.
  load_ =
      std::max(seconds(demand->time - demand_) / seconds(now - last_), static_cast<double>(demand->runnable));
  demand_ = demand->time;
  last_ = now;
}

}  // namespace parley::runner
