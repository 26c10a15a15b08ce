// What is spared where the other end is in this process: to register with the poller whom a hint will wake,
// and to ask the kernel for what is surely or likely not there.
#include <sys/epoll.h>

#include <algorithm>

#include "engine/loop/scheduler.hpp"

namespace parley::loop {

namespace {

constexpr std::uint32_t more_than_bytes = EPOLLRDHUP | EPOLLPRI | EPOLLHUP | EPOLLERR;

// Whoever waits for so many polls is armed, even while other tasks run: a round of them lies between two
// polls.
constexpr std::uint32_t patience = 16;

}  // namespace

Error Scheduler::arm(int fd) {
  Slot& at = slot(fd);
  if (at.armed) return {};
  const Error error = poller_.arm(fd, at.generation);
  at.armed = !error;
  return error;
}

Error Scheduler::arm_in_time(int fd, Arming arming) {
  Slot& at = slot(fd);
  at.parked_at = polls_count_;
  if (at.armed || arming == Arming::at_once || at.is_refused) return arm(fd);
  if (!at.to_be_armed) unarmed_.push_back({fd, at.generation, polls_count_});
  at.to_be_armed = true;
  return {};
}

// Arms where somebody waits since long; where nobody else can run, wherever somebody waits. Returns how many
// tasks it woke, as their descriptors were refused.
int Scheduler::arm_waiting() {
  if (unarmed_.empty()) return 0;
  const bool all = runnable_.empty() && (timers_.empty() || timers_.next() > clock_.now());
  int woken = 0;
  while (!unarmed_.empty()) {
    const Unarmed oldest = unarmed_.front();
    if (!all && polls_count_ - oldest.since < patience) break;
    unarmed_.pop_front();
    Slot& at = slot(oldest.fd);
    if (at.generation != oldest.generation) continue;
    at.to_be_armed = false;
    if (at.readers.empty() && at.writers.empty()) continue;
    if (!all && polls_count_ - at.parked_at < patience) {
      unarmed_.push_back({oldest.fd, at.generation, at.parked_at});
      at.to_be_armed = true;
      continue;
    }
    at.is_refused = static_cast<bool>(arm(oldest.fd));
    if (at.is_refused) woken += wake_all(at.readers, Wake::ready) + wake_all(at.writers, Wake::ready);
  }
  return woken;
}

void Scheduler::note_short_receive(int fd) {
  Slot& at = slot(fd);
  at.drained = (at.mask & more_than_bytes) == 0;
}

void Scheduler::note_full_receive(int fd, std::size_t bytes) {
  Slot& at = slot(fd);
  if (at.peeked == 0) return;
  at.peeked -= std::min(at.peeked, bytes);
  if (at.peeked == 0) note_short_receive(fd);
}

void Scheduler::note_datagram_sent(int fd) {
  if (static_cast<std::size_t>(fd) < slots_.size()) ++slot(fd).sent_here;
  hint(fd, Interest::read);
}

void Scheduler::note_datagram_received(int fd) {
  Slot& at = slot(fd);
  at.seems_empty = at.sent_here > 0 && --at.sent_here == 0;
}

// Each of them tries once, before anybody sleeps.
int Scheduler::wake_unsure() {
  int woken = 0;
  for (const int fd : unsure_) {
    Slot& at = slot(fd);
    if (!at.seems_empty) continue;
    at.seems_empty = false;
    woken += wake_all(at.readers, Wake::ready);
  }
  unsure_.clear();
  return woken;
}

}  // namespace parley::loop
