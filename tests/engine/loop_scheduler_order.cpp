// The scheduler, in a world where nothing happens by itself: who runs when, and why.
#include <sys/epoll.h>

#include "tests/catch.hpp"
#include "tests/engine/loop_fake.hpp"

using namespace parley;
using namespace parley::loop;

TEST_CASE("tasks run in the order in which they became runnable", "[loop]") {
  FakeLoop loop;
  Task a = named("a"), b = named("b"), c = named("c");
  for (Task* task : {&c, &a, &b}) loop.scheduler.start(*task);
  CHECK(loop.scheduler.has_runnable());
  CHECK(loop.ran() == "cab");
  CHECK_FALSE(loop.scheduler.has_runnable());
}

TEST_CASE("the next task is the running one, and stays out of the queue until it parks or is requeued",
          "[loop]") {
  FakeLoop loop;
  Task a = named("a"), b = named("b");
  loop.scheduler.start(a);
  loop.scheduler.start(b);
  CHECK(loop.scheduler.next() == &a);
  CHECK(a.state == Task::State::running);
  loop.scheduler.requeue(a);
  CHECK(loop.ran() == "ba");
}

TEST_CASE("only a waiting task is woken, and it learns why", "[loop]") {
  FakeLoop loop;
  Task a = named("a");
  loop.scheduler.park(a, never);
  CHECK(loop.ran().empty());
  loop.scheduler.wake(a, Wake::closed);
  loop.scheduler.wake(a, Wake::ready);  // Runnable already: left alone.
  CHECK(loop.ran() == "a");
  CHECK(a.wake == Wake::closed);
}

TEST_CASE("events wake whoever waits for that kind, in the order in which they came", "[loop]") {
  FakeLoop loop;
  loop.scheduler.opened(5);
  Task reader = named("r"), second = named("s"), writer = named("w");
  loop.scheduler.park_on(reader, 5, Interest::read, never);
  loop.scheduler.park_on(second, 5, Interest::read, never);
  loop.scheduler.park_on(writer, 5, Interest::write, never);
  CHECK(loop.poller.armed.size() == 1);  // Once and for all.
  loop.poller.coming = {{5, 1, EPOLLIN}};
  CHECK(loop.scheduler.poll(Instant::min()) == 2);
  CHECK(loop.ran() == "rs");
  loop.poller.coming = {{5, 1, EPOLLOUT}};
  CHECK(loop.scheduler.poll(Instant::min()) == 1);
  CHECK(loop.ran() == "w");
  CHECK(writer.wake == Wake::ready);
}

TEST_CASE("an error or a hang-up wakes both sides", "[loop]") {
  for (const std::uint32_t mask : {EPOLLERR, EPOLLHUP}) {
    FakeLoop loop;
    loop.scheduler.opened(5);
    Task reader = named("r"), writer = named("w");
    loop.scheduler.park_on(reader, 5, Interest::read, never);
    loop.scheduler.park_on(writer, 5, Interest::write, never);
    loop.poller.coming = {{5, 1, mask}};
    CHECK(loop.scheduler.poll(Instant::min()) == 2);
    CHECK(loop.ran() == "rw");
  }
}

TEST_CASE("a hint wakes a peer's tasks in the order of the program, without asking the poller", "[loop]") {
  FakeLoop loop;
  for (const int fd : {5, 6}) loop.scheduler.opened(fd);
  Task five = named("5"), six = named("6"), writer = named("w");
  loop.scheduler.park_on(five, 5, Interest::read, never);
  loop.scheduler.park_on(six, 6, Interest::read, never);
  loop.scheduler.park_on(writer, 6, Interest::write, never);
  loop.scheduler.hint(6, Interest::read);
  loop.scheduler.hint(5, Interest::read);
  loop.scheduler.hint(5, Interest::read);     // Nobody waits any more.
  loop.scheduler.hint(1000, Interest::read);  // No descriptor of ours.
  CHECK(loop.ran() == "65");
}

TEST_CASE("a descriptor that cannot be watched leaves the task running", "[loop]") {
  FakeLoop loop;
  loop.scheduler.opened(5);
  Task a = named("a");
  loop.scheduler.start(a);
  loop.scheduler.next();
  loop.poller.refuses = true;
  CHECK(loop.scheduler.park_on(a, 5, Interest::read, loop.in(10)).is_system(ENOSPC));
  CHECK(a.state == Task::State::running);
  CHECK(loop.scheduler.next_deadline() == never);
}

TEST_CASE("a forgotten task never runs again, wherever it was", "[loop]") {
  FakeLoop loop;
  loop.scheduler.opened(5);
  Task queued = named("q"), reading = named("r"), sleeping = named("s"), other = named("o");
  loop.scheduler.start(queued);
  loop.scheduler.park_on(reading, 5, Interest::read, loop.in(10));
  loop.scheduler.park(sleeping, loop.in(10));
  loop.scheduler.park_on(other, 5, Interest::read, never);
  for (Task* task : {&queued, &reading, &sleeping}) loop.scheduler.forget(*task);
  CHECK(loop.scheduler.next_deadline() == never);
  loop.poller.coming = {{5, 1, EPOLLIN}};
  loop.scheduler.poll(Instant::min());
  CHECK(loop.ran() == "o");
  CHECK(queued.state == Task::State::done);
}
