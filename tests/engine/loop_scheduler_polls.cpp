// A task that waits for several descriptors at once: what wakes it, that it is woken once, and what it leaves
// behind.
#include <sys/epoll.h>

#include "tests/catch.hpp"
#include "tests/engine/loop_fake.hpp"

using namespace parley;
using namespace parley::loop;

namespace {

struct PollingLoop : FakeLoop {
  PollingLoop() {
    for (const int fd : {5, 6, 7}) scheduler.opened(fd);
  }

  /// Parks `task` as a reader of 5 and a writer of 6.
  void park(Task& task, Instant deadline = never) {
    const Watched watched[] = {{5, true, false}, {6, false, true}};
    CHECK(!scheduler.park_on_any(task, watched, deadline));
  }

  /// Fetches this event of `fd`; says which tasks ran then.
  std::string after(int fd, std::uint32_t mask) {
    poller.coming = {{fd, scheduler.slot(fd).generation, mask}};
    scheduler.poll(Instant::min());
    return ran();
  }
};

}  // namespace

TEST_CASE("a task that polls is woken by each of its descriptors, for what it wanted of it", "[loop]") {
  PollingLoop loop;
  Task task = named("p");
  const auto woken_by = [&](int fd, std::uint32_t mask) {
    loop.park(task);
    const bool woken = loop.after(fd, mask) == "p";
    loop.scheduler.wake(task);
    loop.ran();
    return woken;
  };
  CHECK(woken_by(5, EPOLLIN));
  CHECK(woken_by(6, EPOLLOUT));
  CHECK(woken_by(6, EPOLLHUP));
  CHECK(!woken_by(5, EPOLLOUT));
  CHECK(!woken_by(6, EPOLLIN));
  CHECK(loop.poller.armed.size() == 2);  // Once and for all.
}

TEST_CASE("a peer's hint wakes a task that polls, beside those that wait there alone", "[loop]") {
  PollingLoop loop;
  Task reader = named("r"), polls = named("p"), other = named("o");
  loop.park(polls);
  loop.scheduler.park_on(reader, 5, Interest::read, never);
  loop.scheduler.park_on(other, 6, Interest::read, never);
  CHECK(loop.scheduler.hint(5, Interest::write) == 0);
  CHECK(loop.scheduler.hint(5, Interest::read) == 2);
  CHECK(loop.ran() == "rp");
  CHECK(loop.scheduler.hint(6, Interest::write) == 0);  // It waits for nothing any more.
}

TEST_CASE("a task that polls is woken when a descriptor is closed, and at its deadline", "[loop]") {
  PollingLoop loop;
  Task closed = named("c"), late = named("l");
  loop.park(closed, loop.in(10));
  loop.scheduler.closing(6, false);
  CHECK(loop.ran() == "c");
  CHECK(closed.wake == Wake::closed);
  CHECK(loop.scheduler.next_deadline() == never);
  loop.park(late, loop.in(10));
  loop.scheduler.poll(never);
  CHECK(loop.ran() == "l");
  CHECK(late.wake == Wake::timeout);
}

TEST_CASE("what a task polls is known while it waits, and forgotten with it", "[loop]") {
  PollingLoop loop;
  Task task = named("p"), plain = named("t");
  loop.park(task);
  loop.scheduler.park(plain, never);
  REQUIRE(loop.scheduler.watched_by(task).size() == 2);
  CHECK(loop.scheduler.watched_by(task)[1].fd == 6);
  CHECK(loop.scheduler.watched_by(plain).empty());
  loop.scheduler.forget(task);
  CHECK(loop.scheduler.watched_by(task).empty());
  CHECK(loop.after(5, EPOLLIN).empty());
}

TEST_CASE("where a descriptor cannot be watched, a task that polls is not parked", "[loop]") {
  PollingLoop loop;
  Task task = named("p");
  loop.poller.refuses = true;
  const Watched watched[] = {{7, true, false}};
  CHECK(loop.scheduler.park_on_any(task, watched, never).code() == ENOSPC);
  CHECK(loop.scheduler.watched_by(task).empty());
  CHECK(task.state == Task::State::idle);
}
