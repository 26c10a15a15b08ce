// The deadlines of waiting tasks: a binary heap in which each task knows its place, so that a wait that ends
// early leaves nothing behind. Driven by the Scheduler.
#pragma once

#include <vector>

#include "engine/loop/task.hpp"

namespace parley::loop {

class Timers {
 public:
  bool empty() const { return heap_.empty(); }
  /// The earliest deadline; `never` where there is none.
  Instant next() const { return heap_.empty() ? never : heap_.front()->deadline; }
  /// Adds `task` with its deadline.
  void add(Task& task);
  /// Takes `task` out, if it is in.
  void remove(Task& task);
  /// The task whose deadline came first, taken out; null where none is due at `now`.
  Task* pop_due(Instant now);

 private:
  static bool before(const Task& a, const Task& b);
  void place(std::size_t at, Task* task);
  void sift_up(std::size_t at);
  void sift_down(std::size_t at);

  std::vector<Task*> heap_;
  std::uint64_t order_ = 0;
};

}  // namespace parley::loop
