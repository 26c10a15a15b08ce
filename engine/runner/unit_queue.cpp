#include "engine/runner/unit_queue.hpp"

#include <utility>

namespace parley::runner {

UnitQueue::UnitQueue(std::vector<Unit> units, int rounds, std::optional<std::uint64_t> seed)
    : units_(std::move(units)), rounds_left_(rounds) {
  if (seed) random_.emplace(*seed);
  begin_round();
}

// By hand, since std::shuffle may give another order with another standard library.
void UnitQueue::begin_round() {
  taken_ = 0;
  --rounds_left_;
  if (!random_) return;
  for (std::size_t left = units_.size(); left > 1; --left)
    std::swap(units_[left - 1], units_[(*random_)() % left]);
}

std::optional<Unit> UnitQueue::take() {
  if (closed_) return std::nullopt;
  if (!again_.empty()) {
    Unit unit = std::move(again_.front());
    again_.pop_front();
    return unit;
  }
  if (taken_ == units_.size() && rounds_left_ > 0) begin_round();
  if (taken_ == units_.size()) return std::nullopt;
  return units_[taken_++];
}

}  // namespace parley::runner
