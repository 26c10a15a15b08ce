#include "engine/transcript/mind.hpp"

#include <algorithm>

#include "engine/transcript/half.hpp"

namespace parley::transcript {

void Mind::learn(const Half& half, std::uint64_t place) {
  for (Known& known : told_) {
    if (known.half != &half) continue;
    known.place = std::max(known.place, place);
    return;
  }
  if (told_.size() < most) {
    told_.push_back({&half, place});
  } else {
    is_vague_ = true;
  }
}

void Mind::tell(Mind& other) {
  if (&other == this) return;
  forget_closed();
  other.is_vague_ = other.is_vague_ || is_vague_ || used_.size() > most;
  if (other.is_vague_) return;
  for (const Half* half : used_)
    if (half->users().is_only(this)) other.learn(*half, half->used_place());
  for (const Known& known : told_) other.learn(*known.half, known.place);
}

std::uint64_t Mind::knows(const Half& half) const {
  if (is_vague_) return half.used_place();
  for (const Known& known : told_)
    if (known.half == &half) return known.place;
  return 0;
}

void Mind::clear() {
  used_.clear();
  told_.clear();
  is_vague_ = false;
}

void Mind::forget_closed() {
  std::erase_if(used_, [](const Half* half) { return half->users().is_closed(); });
  std::erase_if(told_, [](const Known& known) { return known.half->users().is_closed(); });
}

void Users::meet(Mind* mind, const Half& half, Use use, std::uint64_t before) {
  if (mind == nullptr) return;
  if (first_ == nullptr) {
    first_ = mind;
    use_ = use;
    mind->uses(half);
  } else if (!is_shared_) {
    is_shared_ = true;
    first_->learn(half, before);
  }
}

}  // namespace parley::transcript
