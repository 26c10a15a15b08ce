// Something in this process that is no task and yet waits for descriptors: a child process's output, the name
// server, the threads that look names up. The Scheduler tells it when one of them becomes ready.
#pragma once

namespace parley::loop {

class Watcher {
 public:
  virtual ~Watcher() = default;
  /// Something happened at `fd`. Told once (edge-triggered): what is not taken now is told again only after
  /// another Scheduler::watch. Called between two tasks; it may wake and start tasks, watch and close
  /// descriptors. Returns how many tasks it woke; at least 1 where anything else changed that a run loop
  /// which waits for news should look at.
  virtual int ready(int fd) = 0;
};

}  // namespace parley::loop
