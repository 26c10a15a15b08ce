#include "engine/loop/timers.hpp"

#include <utility>

namespace parley::loop {

bool Timers::before(const Task& a, const Task& b) {
  if (a.deadline != b.deadline) return a.deadline < b.deadline;
  return a.timer_order < b.timer_order;
}

void Timers::place(std::size_t at, Task* task) {
  heap_[at] = task;
  task->timer = at;
}

void Timers::add(Task& task) {
  task.timer_order = ++order_;
  heap_.push_back(&task);
  task.timer = heap_.size() - 1;
  sift_up(task.timer);
}

void Timers::remove(Task& task) {
  const std::size_t at = task.timer;
  if (at == Task::no_timer) return;
  task.timer = Task::no_timer;
  Task* last = heap_.back();
  heap_.pop_back();
  if (last == &task) return;
  place(at, last);
  sift_up(at);
  sift_down(last->timer);
}

Task* Timers::pop_due(Instant now) {
  if (heap_.empty() || heap_.front()->deadline > now) return nullptr;
  Task* task = heap_.front();
  remove(*task);
  return task;
}

void Timers::sift_up(std::size_t at) {
  Task* task = heap_[at];
  while (at > 0 && before(*task, *heap_[(at - 1) / 2])) {
    place(at, heap_[(at - 1) / 2]);
    at = (at - 1) / 2;
  }
  place(at, task);
}

void Timers::sift_down(std::size_t at) {
  Task* task = heap_[at];
  for (std::size_t child = 2 * at + 1; child < heap_.size(); child = 2 * at + 1) {
    if (child + 1 < heap_.size() && before(*heap_[child + 1], *heap_[child])) ++child;
    if (!before(*heap_[child], *task)) break;
    place(at, heap_[child]);
    at = child;
  }
  place(at, task);
}

}  // namespace parley::loop
