// The Scheduler decides which task runs next. It never runs one itself: the bindings ask for the next one,
// resume its coroutine, and the task's own call parks it here before it yields. So only a task touches its
// own stack, and readiness is nothing but "try again".
//
// The order is deterministic: a queue, first in, first out. A task that wrote to a socket whose peer is here
// too makes that peer's waiting task runnable at once (hint), in the order of the program and without asking
// epoll.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <span>
#include <vector>

#include "engine/loop/poller.hpp"
#include "engine/loop/task.hpp"
#include "engine/loop/timers.hpp"
#include "engine/loop/watcher.hpp"

namespace parley::loop {

/// One of several descriptors that a task waits for at once, and what it wants to know of it.
struct Watched {
  int fd = -1;
  bool reads = false;
  bool writes = false;
};

/// How soon the poller must know that somebody waits.
enum class Arming : std::uint8_t {
  at_once,
  /// What comes there is sent by this process, which hints. So the poller is told of those that wait for
  /// long, and of all when every task sleeps: somebody outside may hold the other end, too.
  later,
};

/// What the scheduler knows of a descriptor.
struct Slot {
  std::uint32_t generation = 0;  ///< Goes up when the number is used for another socket.
  std::uint32_t mask = 0;        ///< The EPOLL* bits of the last event that was fetched.
  std::uint32_t parked_at = 0;   ///< The number of the poll before which the last task parked there.
  bool armed = false;            ///< Registered with the poller.
  bool to_be_armed = false;      ///< Listed among those that will be.
  bool is_refused = false;       ///< The poller did not take it when it was time.
  bool drained = false;  ///< The last receive emptied the kernel's buffer; the next one is bound to fail.
  /// Datagrams that this process has sent there and not taken yet, as far as it knows.
  std::uint32_t sent_here = 0;
  /// All of them are taken: others may have sent some, but the next try likely fails.
  bool seems_empty = false;
  std::size_t peeked = 0;      ///< A peek saw all that there was: how many bytes of it are not taken yet.
  Watcher* watcher = nullptr;  ///< Is told before the tasks are.
  TaskQueue readers;
  TaskQueue writers;
};

class Scheduler {
 public:
  Scheduler(Poller& poller, const Clock& clock) : poller_(poller), clock_(clock) {}

  Instant now() const { return clock_.now(); }

  // --- What a task's call does, before the task yields.

  /// Parks `task` until `fd` may be ready for `interest`, is closed, or `deadline` passes. An error where the
  /// descriptor cannot be watched (ENOMEM, ENOSPC): the task is not parked then. Where it is armed later, and
  /// cannot be, the task is woken instead, and learns of the error when it parks again.
  Error park_on(Task& task, int fd, Interest interest, Instant deadline, Arming arming = Arming::at_once);
  /// Parks `task` until any of `watched` may be ready, one of them is closed, or `deadline` passes. What is
  /// no open descriptor is passed over. An error where one cannot be watched (EPERM, ENOMEM, ENOSPC): the
  /// task is not parked then.
  Error park_on_any(Task& task, std::span<const Watched> watched, Instant deadline);
  /// What a task that was parked by park_on_any waits for; nothing for any other.
  std::span<const Watched> watched_by(const Task& task) const;
  /// Parks `task` until somebody wakes it, or until `deadline`.
  void park(Task& task, Instant deadline);
  /// Puts `task` at the end of the queue: the others run first.
  void requeue(Task& task);

  // --- What wakes tasks.

  void start(Task& task) { requeue(task); }
  /// Makes a waiting task runnable; one that does not wait is left alone.
  void wake(Task& task, Wake reason = Wake::ready);
  /// Something happened at `fd` that this process did itself (its peer wrote, closed, accepted): whoever
  /// waits for it tries again. Cheaper than to let epoll find out, and in the order of the program. Returns
  /// how many tasks it woke.
  int hint(int fd, Interest interest);
  /// Takes `task` out of everything: it will not run again.
  void forget(Task& task);
  /// Forgets every task and every descriptor: for a process that was forked from one which goes on with them.
  void forget_all();

  // --- Descriptors.

  /// `fd` is a new socket.
  Slot& opened(int fd);
  /// `fd` is about to be closed: whoever waits for it is woken with Wake::closed. `duplicated` says that the
  /// open file lives on under another number, so that the poller must be told.
  void closing(int fd, bool duplicated);
  /// From now on `watcher` is told what happens at the new descriptor `fd`, until closing(); tasks may wait
  /// there too. Called again, it tells once more what is ready already: for one that stopped before EAGAIN.
  /// Errors: as park_on's.
  Error watch(int fd, Watcher& watcher);
  Slot& slot(int fd) { return slots_[static_cast<std::size_t>(fd)]; }
  /// After a receive on plain TCP that brought less than was asked for: is the next one bound to fail? Only
  /// if no event says that more than bytes is there: no new edge follows data that came with a FIN or an
  /// urgent mark.
  void note_short_receive(int fd);
  /// After a peek on plain TCP that saw `bytes` and no more, where more were asked for. Who takes them all
  /// has emptied the kernel's buffer, unless an event comes first.
  void note_short_peek(int fd, std::size_t bytes) { slot(fd).peeked = bytes; }
  /// After a receive on plain TCP that brought all that was asked for.
  void note_full_receive(int fd, std::size_t bytes);
  /// This process sent a datagram to its own socket `fd`: its reader is hinted.
  void note_datagram_sent(int fd);
  /// A datagram was received from `fd`. Behind the last of those that this process sent there, who waits for
  /// the next one is not to try first: it tries when all others wait, or when one was sent.
  void note_datagram_received(int fd);

  // --- What the run loop does.

  /// The next task to run, taken from the queue; null where every task waits.
  Task* next();
  /// From now on next() takes any of those that could run, by this seed, and not the first: for who wants to
  /// see that the order does not matter.
  void choose_by(std::uint64_t seed);
  bool has_runnable() const { return !runnable_.empty(); }
  /// How many tasks wait for their turn.
  std::size_t runnable_count() const { return runnable_count_; }
  /// The earliest deadline of any waiting task.
  Instant next_deadline() const { return timers_.next(); }
  /// Fetches events, waiting for them until `until` at the most (an instant in the past: not at all), and
  /// wakes whom they concern and whose deadline passed. Returns how many tasks it woke, and what watchers
  /// said.
  int poll(Instant until);

 private:
  void make_runnable(Task& task, Wake reason);
  int wake_unsure();
  /// A task that waits for several descriptors. There are few of them at any time.
  struct Poll {
    Task* task;
    std::vector<Watched> watched;
  };

  Error arm(int fd);
  Error arm_in_time(int fd, Arming arming);
  int arm_waiting();
  int wake_all(TaskQueue& queue, Wake reason);
  int wake_polls(int fd, bool reads, bool writes, Wake reason);
  void drop_poll(Task& task);
  int deliver(const Ready& event);
  int fire_timers();

  Poller& poller_;
  const Clock& clock_;
  TaskQueue runnable_;
  std::size_t runnable_count_ = 0;
  std::optional<std::minstd_rand> choice_;  ///< Where the order is a random one.
  Timers timers_;
  std::vector<Poll> polls_;  ///< In the order in which they were parked.
  std::vector<Slot> slots_;
  std::vector<int> unsure_;  ///< Where somebody waits who has not tried.
  struct Unarmed {
    int fd;
    std::uint32_t generation;
    std::uint32_t since;  ///< Somebody waits there since before that poll.
  };
  std::deque<Unarmed> unarmed_;
  std::uint32_t polls_count_ = 0;
};

}  // namespace parley::loop
