// The clock by which deadlines are kept: monotonic, less the time for which the run was suspended (Ctrl-Z).
// All processes that are forked after the first such clock was made share its pauses, so none of them sees
// time pass while it is stopped. Driven by the session, which knows when a pause is over.
#pragma once

#include <atomic>

#include "engine/base/clock.hpp"

namespace parley {

class PausableClock final : public Clock {
 public:
  PausableClock();

  /// clock_gettime(CLOCK_MONOTONIC) less all pauses. May be called in a signal handler.
  Instant now() const override {
    return std::chrono::steady_clock::now() - Duration(paused_->load(std::memory_order_relaxed));
  }
  /// A pause is over: for every clock of this kind in this process and in those forked from it, time did not
  /// pass meanwhile.
  void leave_out(Duration pause) { paused_->fetch_add(pause.count(), std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t>* paused_;
};

}  // namespace parley
