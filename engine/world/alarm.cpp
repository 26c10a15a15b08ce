#include "engine/world/alarm.hpp"

#include <sys/timerfd.h>

#include <cstdint>
#include <utility>

#include "engine/base/move_up.hpp"

namespace parley::world {

Alarm Alarm::create() {
  Alarm alarm;
  alarm.timer_ = moved_up(Descriptor(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)));
  return alarm;
}

void Alarm::set(Duration delay) const {
  // All zeros would unset it.
  const std::int64_t count = delay.count() > 0 ? delay.count() : 1;
  itimerspec when{};
  when.it_value.tv_sec = count / 1'000'000'000;
  when.it_value.tv_nsec = count % 1'000'000'000;
  timerfd_settime(timer_.get(), 0, &when, nullptr);
}

Duration Alarm::hold() const {
  const itimerspec off{};
  itimerspec before{};
  timerfd_settime(timer_.get(), 0, &off, &before);
  return std::chrono::seconds(before.it_value.tv_sec) + std::chrono::nanoseconds(before.it_value.tv_nsec);
}

bool Alarm::take_ring() const {
  std::uint64_t rings = 0;
  return ::read(timer_.get(), &rings, sizeof rings) == sizeof rings;
}

}  // namespace parley::world
