#include "engine/runner/unit_queue.hpp"

#include <algorithm>
#include <utility>

namespace parley::runner {
namespace {

/// What takes less than this is nothing to wait for: such units stay in the order of their files, which reads
/// better.
constexpr Duration soon_done = std::chrono::milliseconds(100);

/// One with a member that is new counts as the longest of all: begun first it delays nobody, and begun last
/// it might.
Duration recorded_time(const Unit& unit) {
  Duration time{};
  for (const Scenario* member : unit.members) {
    if (!member->recorded) return Duration::max();
    time += member->recorded->elapsed;
  }
  return time < soon_done ? Duration::zero() : time;
}

}  // namespace

UnitQueue::UnitQueue(std::vector<Unit> units, int rounds, std::optional<std::uint64_t> seed)
    : units_(std::move(units)), rounds_(rounds) {
  if (seed) random_.emplace(*seed);
  begin_round();
}

// By hand, since std::shuffle may give another order with another standard library.
void UnitQueue::begin_round() {
  taken_ = 0;
  ++round_;
  if (!random_) return;
  for (std::size_t left = units_.size(); left > 1; --left)
    std::swap(units_[left - 1], units_[(*random_)() % left]);
}

void UnitQueue::put_longest_first() {
  if (random_) return;
  std::stable_sort(units_.begin(), units_.end(),
                   [](const Unit& a, const Unit& b) { return recorded_time(a) > recorded_time(b); });
}

std::optional<Unit> UnitQueue::take() {
  if (closed_) return std::nullopt;
  if (!again_.empty()) {
    Unit unit = std::move(again_.front());
    again_.pop_front();
    return unit;
  }
  if (taken_ == units_.size() && round_ < rounds_) begin_round();
  if (taken_ == units_.size()) return std::nullopt;
  Unit unit = units_[taken_++];
  unit.round = rounds_ > 1 ? round_ : 0;
  return unit;
}

}  // namespace parley::runner
