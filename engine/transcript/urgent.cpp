#include "engine/transcript/urgent.hpp"

#include <algorithm>

namespace parley::transcript {

std::vector<Urgent>::iterator UrgentBytes::next() {
  return std::find_if(all_.begin(), all_.end(), [](const Urgent& each) { return !each.is_passed; });
}

std::uint64_t UrgentBytes::taken_place() const {
  for (auto each = all_.rbegin(); each != all_.rend(); ++each)
    if (each->is_taken) return 2 * each->position + 1;
  return 0;
}

bool UrgentBytes::any_ahead() const {
  return std::any_of(all_.begin(), all_.end(), [](const Urgent& each) { return !each.is_passed; });
}

bool UrgentBytes::resets(bool is_tcp) const {
  return std::any_of(all_.begin(), all_.end(),
                     [&](const Urgent& each) { return !each.is_passed && (is_tcp || !each.is_taken); });
}

void UrgentBytes::sent(const Urgent& urgent, const Reader& reader) {
  if (!all_.empty() && !all_.back().is_passed) {
    Urgent& before = all_.back();
    // TCP drops it where the reader stands right before it, and else has forgotten that it was taken.
    const bool is_gone = reader.is_tcp ? before.position == reader.taken : before.is_taken;
    if (is_gone && !reader.wants_inline) {
      before.is_passed = true;
    } else {
      before.in_stream = true;
    }
  }
  all_.push_back(urgent);
}

void UrgentBytes::taken() {
  if (!all_.empty()) all_.back().is_taken = true;
}

std::uint64_t UrgentBytes::before_next(std::uint64_t taken, std::uint64_t size) const {
  for (const Urgent& each : all_)
    if (!each.is_passed) return std::min(size, each.position - taken);
  return size;
}

bool UrgentBytes::pass(bool wants_inline) {
  Urgent& urgent = *next();
  urgent.is_passed = true;
  const bool comes = wants_inline || urgent.in_stream;
  if (comes) urgent.is_taken = true;
  return comes;
}

}  // namespace parley::transcript
