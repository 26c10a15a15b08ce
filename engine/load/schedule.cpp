#include "engine/load/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace parley::load {

Instant Schedule::due(std::uint64_t number) const {
  return begin_ + Duration(std::llround(static_cast<double>(number) / plan_.rate * 1e9));
}

std::optional<Ticket> Schedule::next(Instant now) {
  if (next_ >= plan_.requests || now - begin_ >= plan_.length) return std::nullopt;
  const Instant moment = plan_.is_open() ? due(next_) : now;
  if (moment - begin_ >= plan_.length) return std::nullopt;
  const Ticket ticket{next_, moment};
  next_ += plan_.stride;
  return ticket;
}

// The numbers below this one are due before the end.
std::uint64_t Schedule::planned() const {
  if (plan_.length == Duration::max()) return plan_.requests;
  auto count = static_cast<std::uint64_t>(std::ceil(seconds(plan_.length) * plan_.rate - 1e-9));
  // By the same arithmetic as next(), whatever was rounded.
  while (count > 0 && due(count - 1) - begin_ >= plan_.length) --count;
  return std::min(plan_.requests, count);
}

std::uint64_t Schedule::dropped() const {
  if (!plan_.is_open()) return 0;
  const std::uint64_t end = planned();
  return next_ >= end ? 0 : (end - next_ + plan_.stride - 1) / plan_.stride;
}

}  // namespace parley::load
