#include "engine/loop/scheduler.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace parley::loop {

namespace {

// Bounded, so that a flood of events cannot keep the tasks from running.
constexpr std::size_t events_a_poll = 64;

constexpr std::uint32_t readable = EPOLLIN | EPOLLPRI | EPOLLRDHUP | EPOLLHUP | EPOLLERR;
constexpr std::uint32_t writable = EPOLLOUT | EPOLLHUP | EPOLLERR;

// There may be more to receive than was known.
void has_news(Slot& at) {
  at.drained = false;
  at.seems_empty = false;
  at.peeked = 0;
}

}  // namespace

Error Scheduler::park_on(Task& task, int fd, Interest interest, Instant deadline, Arming arming) {
  if (const Error error = arm_in_time(fd, arming)) return error;
  Slot& at = slot(fd);
  if (at.seems_empty && interest == Interest::read) unsure_.push_back(fd);
  park(task, deadline);
  task.fd = fd;
  task.interest = interest;
  (interest == Interest::read ? at.readers : at.writers).push(task);
  return {};
}

// What is no socket of the script's may have no slot yet. What is closed by now is passed over: an epoll
// descriptor forgets it, too.
Error Scheduler::park_on_any(Task& task, std::span<const Watched> watched, Instant deadline) {
  for (const Watched& each : watched) {
    if (static_cast<std::size_t>(each.fd) >= slots_.size()) opened(each.fd);
    const Error error = arm(each.fd);
    if (error && error.code() != EBADF) return error;
  }
  polls_.push_back({&task, {watched.begin(), watched.end()}});
  task.polls = true;
  park(task, deadline);
  return {};
}

std::span<const Watched> Scheduler::watched_by(const Task& task) const {
  for (const Poll& poll : polls_) {
    if (poll.task == &task) return poll.watched;
  }
  return {};
}

void Scheduler::drop_poll(Task& task) {
  if (!task.polls) return;
  task.polls = false;
  std::erase_if(polls_, [&](const Poll& poll) { return poll.task == &task; });
}

int Scheduler::wake_polls(int fd, bool reads, bool writes, Wake reason) {
  int woken = 0;
  for (std::size_t i = 0; i < polls_.size();) {
    const auto concerns = [&](const Watched& each) {
      return each.fd == fd && ((each.reads && reads) || (each.writes && writes));
    };
    if (!std::ranges::any_of(polls_[i].watched, concerns)) {
      ++i;
      continue;
    }
    make_runnable(*polls_[i].task, reason);  // It takes this one out.
    ++woken;
  }
  return woken;
}

void Scheduler::park(Task& task, Instant deadline) {
  task.state = Task::State::waiting;
  task.fd = -1;
  task.deadline = deadline;
  if (deadline != never) timers_.add(task);
}

void Scheduler::requeue(Task& task) {
  task.state = Task::State::waiting;
  make_runnable(task, Wake::ready);
}

void Scheduler::make_runnable(Task& task, Wake reason) {
  task.state = Task::State::runnable;
  task.wake = reason;
  task.fd = -1;
  timers_.remove(task);
  drop_poll(task);
  runnable_.push(task);
  ++runnable_count_;
}

void Scheduler::wake(Task& task, Wake reason) {
  if (task.state != Task::State::waiting) return;
  if (task.fd >= 0) {
    Slot& at = slot(task.fd);
    (task.interest == Interest::read ? at.readers : at.writers).remove(task);
  }
  make_runnable(task, reason);
}

int Scheduler::wake_all(TaskQueue& queue, Wake reason) {
  int woken = 0;
  while (Task* task = queue.pop()) {
    make_runnable(*task, reason);
    ++woken;
  }
  return woken;
}

int Scheduler::hint(int fd, Interest interest) {
  if (static_cast<std::size_t>(fd) >= slots_.size()) return 0;
  Slot& at = slot(fd);
  if (interest == Interest::read) has_news(at);
  const bool reads = interest == Interest::read;
  const int woken = wake_all(reads ? at.readers : at.writers, Wake::ready);
  return woken + wake_polls(fd, reads, !reads, Wake::ready);
}

void Scheduler::forget(Task& task) {
  if (task.state == Task::State::runnable) {
    runnable_.remove(task);
    --runnable_count_;
  }
  if (task.state == Task::State::waiting && task.fd >= 0) {
    Slot& at = slot(task.fd);
    (task.interest == Interest::read ? at.readers : at.writers).remove(task);
  }
  timers_.remove(task);
  drop_poll(task);
  task.fd = -1;
  task.state = Task::State::done;
}

void Scheduler::forget_all() {
  runnable_ = TaskQueue();
  runnable_count_ = 0;
  timers_ = Timers();
  polls_.clear();
  slots_.clear();
  unsure_.clear();
  unarmed_.clear();
}

Slot& Scheduler::opened(int fd) {
  if (static_cast<std::size_t>(fd) >= slots_.size()) slots_.resize(static_cast<std::size_t>(fd) + 1);
  Slot& at = slot(fd);
  const std::uint32_t generation = at.generation + 1;
  at = Slot();
  at.generation = generation;
  return at;
}

void Scheduler::closing(int fd, bool duplicated) {
  Slot& at = slot(fd);
  wake_all(at.readers, Wake::closed);
  wake_all(at.writers, Wake::closed);
  wake_polls(fd, true, true, Wake::closed);
  // Closing the last descriptor of an open file unregisters it; while a duplicate lives, it would go on
  // reporting.
  if (at.armed && duplicated) poller_.close(fd);
  opened(fd);
}

// Arming what is armed makes the poller look at it anew.
Error Scheduler::watch(int fd, Watcher& watcher) {
  const bool fresh = static_cast<std::size_t>(fd) >= slots_.size() || slot(fd).watcher != &watcher;
  Slot& at = fresh ? opened(fd) : slot(fd);
  if (const Error error = poller_.arm(fd, at.generation)) return error;
  at.watcher = &watcher;
  at.armed = true;
  return {};
}

void Scheduler::choose_by(std::uint64_t seed) {
  choice_.emplace(static_cast<std::minstd_rand::result_type>(seed));
}

Task* Scheduler::next() {
  if (choice_) {
    for (auto turns = (*choice_)() % std::max<std::size_t>(runnable_count_, 1); turns > 0; --turns)
      runnable_.push(*runnable_.pop());
  }
  Task* task = runnable_.pop();
  if (task == nullptr) return nullptr;
  --runnable_count_;
  task->state = Task::State::running;
  return task;
}

int Scheduler::deliver(const Ready& event) {
  if (static_cast<std::size_t>(event.fd) >= slots_.size()) return 0;
  const auto is_current = [&] {
    const Slot& now = slot(event.fd);
    return now.armed && now.generation == event.generation;
  };
  if (!is_current()) return 0;
  int woken = 0;
  if (Watcher* watcher = slot(event.fd).watcher) woken = watcher->ready(event.fd);
  if (!is_current()) return woken;  // The watcher closed it.
  Slot& at = slot(event.fd);        // Only now: the watcher may have made the slots move.
  at.mask = event.mask;
  if ((event.mask & readable) != 0) {
    has_news(at);
    woken += wake_all(at.readers, Wake::ready);
  }
  if ((event.mask & writable) != 0) woken += wake_all(at.writers, Wake::ready);
  const bool reads = (event.mask & readable) != 0;
  return woken + wake_polls(event.fd, reads, (event.mask & writable) != 0, Wake::ready);
}

int Scheduler::fire_timers() {
  if (timers_.empty()) return 0;
  int woken = 0;
  for (const Instant now = clock_.now(); Task* task = timers_.pop_due(now); ++woken)
    wake(*task, Wake::timeout);
  return woken;
}

int Scheduler::poll(Instant until) {
  std::array<Ready, events_a_poll> events;
  int woken = wake_unsure();
  const Instant first = std::min(until, timers_.next());
  Duration timeout{-1};
  if (woken > 0 || first == Instant::min()) {
    timeout = Duration::zero();
  } else if (first != never) {
    timeout = std::max(first - clock_.now(), Duration::zero());
  }
  ++polls_count_;
  woken += arm_waiting();
  const int count = poller_.poll(events, woken > 0 ? Duration::zero() : timeout);
  for (int i = 0; i < count; ++i) woken += deliver(events[static_cast<std::size_t>(i)]);
  return woken + fire_timers();
}

}  // namespace parley::loop
