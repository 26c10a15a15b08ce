// A world of its own for tests of engine/loop: time passes only when somebody waits, and what becomes ready
// is what the test says. FakeLoop drives a scheduler in it.
#pragma once

#include <array>
#include <cerrno>
#include <deque>
#include <string>
#include <vector>

#include "engine/loop/scheduler.hpp"

namespace parley::loop {

class FakeClock final : public Clock {
 public:
  Instant now() const override { return now_; }
  void advance(Duration by) { now_ += by; }

 private:
  Instant now_{};
};

class FakePoller final : public Poller {
 public:
  explicit FakePoller(FakeClock& clock) : clock_(clock) {}

  Error init() override { return {}; }
  Error arm(int fd, std::uint32_t generation) override {
    if (refuses) return Error::system(ENOSPC);
    armed.push_back({fd, generation, 0});
    return {};
  }
  void close(int fd) override { closed.push_back(fd); }
  int poll(std::span<Ready> events, Duration timeout) override {
    last_timeout = timeout;
    if (coming.empty() && timeout > Duration::zero()) clock_.advance(timeout);
    std::size_t count = 0;
    for (; count < events.size() && !coming.empty(); ++count) {
      events[count] = coming.front();
      coming.pop_front();
    }
    return static_cast<int>(count);
  }

  std::deque<Ready> coming;  ///< What the next polls report.
  std::vector<Ready> armed;  ///< Each registration, in order.
  std::vector<int> closed;
  Duration last_timeout{};  ///< Of the last poll; negative: for ever.
  bool refuses = false;     ///< No descriptor can be watched any more.

 private:
  FakeClock& clock_;
};

struct FakeLoop {
  FakeClock clock;
  FakePoller poller{clock};
  Scheduler scheduler{poller, clock};

  Instant in(int milliseconds) const { return clock.now() + std::chrono::milliseconds(milliseconds); }

  /// Takes every task that can run and says who they were, in order.
  std::string ran() {
    std::string names;
    while (Task* task = scheduler.next()) names += task->call;
    return names;
  }
};

/// A task that is known by a letter.
inline Task named(const char* letter) {
  Task task;
  task.call = letter;
  return task;
}

}  // namespace parley::loop
