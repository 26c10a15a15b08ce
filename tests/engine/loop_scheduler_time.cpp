// The scheduler's deadlines, on a clock that moves only while somebody waits.
#include <sys/epoll.h>

#include "tests/catch.hpp"
#include "tests/engine/loop_fake.hpp"

using namespace parley;
using namespace parley::loop;

TEST_CASE("a poll waits until the first deadline and no longer", "[loop]") {
  FakeLoop loop;
  Task soon = named("s"), late = named("l");
  loop.scheduler.park(late, loop.in(50));
  loop.scheduler.park(soon, loop.in(20));
  CHECK(loop.scheduler.next_deadline() == loop.in(20));
  CHECK(loop.scheduler.poll(never) == 1);
  CHECK(loop.poller.last_timeout == std::chrono::milliseconds(20));
  CHECK(loop.ran() == "s");
  CHECK(soon.wake == Wake::timeout);
  CHECK(loop.scheduler.poll(loop.in(10)) == 0);  // The caller's own limit comes first.
  CHECK(loop.scheduler.poll(never) == 1);
  CHECK(loop.ran() == "l");
}

TEST_CASE("without a deadline a poll waits for ever, and one in the past not at all", "[loop]") {
  FakeLoop loop;
  loop.scheduler.poll(never);
  CHECK(loop.poller.last_timeout < Duration::zero());
  loop.scheduler.poll(Instant::min());
  CHECK(loop.poller.last_timeout == Duration::zero());
  loop.clock.advance(std::chrono::seconds(1));
  loop.scheduler.poll(Instant());
  CHECK(loop.poller.last_timeout == Duration::zero());
}

TEST_CASE("a task that waits again with its first deadline is not given more time", "[loop]") {
  FakeLoop loop;
  loop.scheduler.opened(5);
  Task a = named("a");
  const Instant deadline = loop.in(30);
  int retries = 0;
  for (loop.scheduler.park_on(a, 5, Interest::read, deadline); a.wake != Wake::timeout; ++retries) {
    loop.clock.advance(std::chrono::milliseconds(10));
    loop.poller.coming = {{5, 1, EPOLLIN}};  // News, but not for this task.
    if (loop.clock.now() >= deadline) loop.poller.coming.clear();
    loop.scheduler.poll(never);
    CHECK(loop.ran() == "a");
    if (a.wake == Wake::ready) loop.scheduler.park_on(a, 5, Interest::read, deadline);
  }
  CHECK(retries == 3);
  CHECK(loop.clock.now() == deadline);
}

TEST_CASE("what becomes ready in time is no timeout, and its timer is gone", "[loop]") {
  FakeLoop loop;
  loop.scheduler.opened(5);
  Task a = named("a");
  loop.scheduler.park_on(a, 5, Interest::read, loop.in(10));
  loop.poller.coming = {{5, 1, EPOLLIN}};
  loop.scheduler.poll(never);
  CHECK(a.wake == Wake::ready);
  CHECK(loop.scheduler.next_deadline() == never);
}

TEST_CASE("a task that timed out no longer waits for its descriptor", "[loop]") {
  FakeLoop loop;
  loop.scheduler.opened(5);
  Task a = named("a");
  loop.scheduler.park_on(a, 5, Interest::read, loop.in(10));
  loop.scheduler.poll(never);
  CHECK(loop.ran() == "a");
  CHECK(loop.scheduler.slot(5).readers.empty());
  loop.poller.coming = {{5, 1, EPOLLIN}};
  CHECK(loop.scheduler.poll(Instant::min()) == 0);
}
