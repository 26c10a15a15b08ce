// Something in this process that is no task and yet waits for descriptors: the name server, the threads that
// look names up. The Scheduler tells it when one of them becomes ready.
#pragma once

namespace parley::loop {

class Watcher {
 public:
  virtual ~Watcher() = default;
  /// Something happened at `fd`. Told once (edge-triggered): what is not taken now is told again only after
  /// another Scheduler::watch. Called between two tasks; it may wake and start tasks, watch and unwatch
  /// descriptors.
  virtual void ready(int fd) = 0;
};

}  // namespace parley::loop
