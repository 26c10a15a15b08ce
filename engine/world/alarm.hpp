// The alarm by which a scenario's process and its keeper agree on a deadline: a timer (timerfd_create(2))
// that both hold. The scenario's process sets it whenever something with a time limit begins; the keeper
// waits for it.
#pragma once

#include "engine/base/clock.hpp"
#include "engine/base/descriptor.hpp"

namespace parley::world {

class Alarm {
 public:
  /// An alarm that is not set; one that never rings if the machine has no descriptor left.
  static Alarm create();

  /// Rings once after `delay`, whatever it was set to before. May be called in a signal handler.
  void set(Duration delay) const;
  /// Stops it; returns what was left until it rings, zero where it was not set.
  Duration hold() const;
  /// True if it rang and was not set again since; then it is silent until it is set.
  bool take_ring() const;

  int fd() const { return timer_.get(); }

 private:
  Descriptor timer_;
};

}  // namespace parley::world
