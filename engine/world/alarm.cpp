#include "engine/world/alarm.hpp"

#include <fcntl.h>
#include <sys/timerfd.h>

#include <cstdint>

namespace parley::world {

Alarm Alarm::create() {
  Alarm alarm;
  alarm.timer_.reset(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
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

bool Alarm::take_ring() const {
  std::uint64_t rings = 0;
  return ::read(timer_.get(), &rings, sizeof rings) == sizeof rings;
}

void Alarm::move_up_to(int fd) {
  const int moved = fcntl(timer_.get(), F_DUPFD_CLOEXEC, fd);
  if (moved >= 0) timer_.reset(moved);
}

}  // namespace parley::world
