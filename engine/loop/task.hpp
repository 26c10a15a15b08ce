// A task as the scheduler sees it: something that runs until it waits. The bindings derive theirs from it and
// add the coroutine. Plain data without a destructor, so that it can live in memory that Lua owns.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/base/clock.hpp"

namespace parley::loop {

enum class Interest : std::uint8_t { read, write };

/// Why a waiting task runs again.
enum class Wake : std::uint8_t {
  ready,    ///< What it waited for may have come: it tries again.
  timeout,  ///< Its deadline passed.
  closed,   ///< Its socket was closed under it.
};

struct Task {
  enum class State : std::uint8_t { idle, runnable, running, waiting, done };
  static constexpr std::size_t no_timer = static_cast<std::size_t>(-1);

  State state = State::idle;
  Wake wake = Wake::ready;
  Interest interest = Interest::read;
  int fd = -1;                    ///< The descriptor that it waits for; -1 where it waits for something else.
  const char* call = "";          ///< The call that waits, for people: "socket:recv".
  Instant deadline = never;       ///< When it is woken in any case.
  bool polls = false;             ///< It waits for several descriptors at once.
  std::size_t timer = no_timer;   ///< Its place in the heap of timers.
  std::uint64_t timer_order = 0;  ///< Of two timers with one deadline the older one fires first.
  Task* next = nullptr;           ///< In the run queue, or among those that wait for a descriptor.
};

/// A queue of tasks, linked through Task::next.
class TaskQueue {
 public:
  bool empty() const { return head_ == nullptr; }
  Task* front() const { return head_; }
  void push(Task& task) {
    task.next = nullptr;
    (head_ == nullptr ? head_ : tail_->next) = &task;
    tail_ = &task;
  }
  Task* pop() {
    Task* task = head_;
    if (task != nullptr) head_ = task->next;
    return task;
  }
  /// Takes `task` out, wherever it stands; nothing happens where it is not in here.
  void remove(Task& task) {
    Task* before = nullptr;
    for (Task* at = head_; at != nullptr; before = at, at = at->next) {
      if (at != &task) continue;
      (before == nullptr ? head_ : before->next) = task.next;
      if (tail_ == &task) tail_ = before;
      return;
    }
  }

 private:
  Task* head_ = nullptr;
  Task* tail_ = nullptr;
};

}  // namespace parley::loop
