// What the scheduler knows of descriptors: numbers that come back for other sockets, closing, and when a
// receive is bound to fail.
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/catch.hpp"
#include "tests/engine/loop_fake.hpp"

using namespace parley;
using namespace parley::loop;

TEST_CASE("an event of a socket that had the number before is stale", "[loop]") {
  FakeLoop loop;
  const std::uint32_t before = loop.scheduler.opened(5).generation;
  Task old = named("o"), fresh = named("f");
  loop.scheduler.park_on(old, 5, Interest::read, never);
  loop.scheduler.closing(5, false);
  const std::uint32_t now = loop.scheduler.opened(5).generation;
  CHECK(now > before);
  loop.ran();
  loop.poller.coming = {{5, before, EPOLLIN}};
  CHECK(loop.scheduler.poll(Instant::min()) == 0);  // Not armed yet either.
  loop.scheduler.park_on(fresh, 5, Interest::read, never);
  CHECK(loop.poller.armed.back().generation == now);
  loop.poller.coming = {{5, before, EPOLLIN}, {900, now, EPOLLIN}};
  CHECK(loop.scheduler.poll(Instant::min()) == 0);
  loop.poller.coming = {{5, now, EPOLLIN}};
  CHECK(loop.scheduler.poll(Instant::min()) == 1);
  CHECK(loop.ran() == "f");
}

TEST_CASE("closing wakes every waiter of the descriptor, and tells them so", "[loop]") {
  FakeLoop loop;
  for (const int fd : {5, 6}) loop.scheduler.opened(fd);
  Task reader = named("r"), writer = named("w"), other = named("o");
  loop.scheduler.park_on(reader, 5, Interest::read, loop.in(10));
  loop.scheduler.park_on(writer, 5, Interest::write, never);
  loop.scheduler.park_on(other, 6, Interest::read, never);
  loop.scheduler.closing(5, false);
  CHECK(loop.ran() == "rw");
  CHECK(reader.wake == Wake::closed);
  CHECK(writer.wake == Wake::closed);
  CHECK(loop.scheduler.next_deadline() == never);
  CHECK(loop.poller.closed.empty());  // The kernel forgets it by itself,
  loop.scheduler.closing(6, true);
  CHECK(loop.poller.closed == std::vector<int>{6});  // unless a duplicate keeps the open file alive.
}

TEST_CASE("after a short receive the next one is bound to fail, until an event says otherwise", "[loop]") {
  FakeLoop loop;
  loop.scheduler.opened(5);
  Task a = named("a");
  loop.scheduler.park_on(a, 5, Interest::read, never);
  loop.poller.coming = {{5, 1, EPOLLIN | EPOLLOUT}};
  loop.scheduler.poll(Instant::min());
  loop.scheduler.note_short_receive(5);
  CHECK(loop.scheduler.slot(5).drained);
  loop.poller.coming = {{5, 1, EPOLLIN}};
  loop.scheduler.poll(Instant::min());
  CHECK_FALSE(loop.scheduler.slot(5).drained);
  loop.scheduler.note_short_receive(5);
  loop.scheduler.hint(5, Interest::write);  // Says nothing about bytes.
  CHECK(loop.scheduler.slot(5).drained);
  loop.scheduler.hint(5, Interest::read);
  CHECK_FALSE(loop.scheduler.slot(5).drained);
}

TEST_CASE("who takes all that a short peek saw has emptied the buffer, unless an event came first",
          "[loop]") {
  FakeLoop loop;
  loop.scheduler.opened(5);
  const auto is_drained = [&] { return loop.scheduler.slot(5).drained; };
  loop.scheduler.note_full_receive(5, 10);  // Nobody looked what there was.
  CHECK_FALSE(is_drained());
  loop.scheduler.note_short_peek(5, 10);
  loop.scheduler.note_full_receive(5, 4);
  CHECK_FALSE(is_drained());
  loop.scheduler.note_full_receive(5, 6);
  CHECK(is_drained());
  loop.scheduler.hint(5, Interest::read);
  loop.scheduler.note_short_peek(5, 10);
  loop.scheduler.hint(5, Interest::read);
  loop.scheduler.note_full_receive(5, 10);
  CHECK_FALSE(is_drained());
}

TEST_CASE("a short receive proves nothing where more than bytes is there", "[loop]") {
  for (const std::uint32_t more : {EPOLLRDHUP, EPOLLPRI, EPOLLHUP, EPOLLERR}) {
    FakeLoop loop;
    loop.scheduler.opened(5);
    Task a = named("a");
    loop.scheduler.park_on(a, 5, Interest::read, never);
    loop.poller.coming = {{5, 1, EPOLLIN | more}};
    loop.scheduler.poll(Instant::min());
    loop.scheduler.note_short_receive(5);
    CHECK_FALSE(loop.scheduler.slot(5).drained);
  }
}

TEST_CASE("a new socket is not drained, whatever its number's last one was", "[loop]") {
  FakeLoop loop;
  loop.scheduler.opened(5);
  loop.scheduler.note_short_receive(5);
  loop.scheduler.closing(5, false);
  CHECK_FALSE(loop.scheduler.opened(5).drained);
}

TEST_CASE("epoll reports what was ready before it was armed, each edge once, with its generation", "[loop]") {
  EpollPoller poller;
  REQUIRE_FALSE(poller.init());
  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  const Descriptor near(ends[0]), far(ends[1]);
  REQUIRE(send(far.get(), "x", 1, 0) == 1);
  REQUIRE_FALSE(poller.arm(near.get(), 7));
  std::array<Ready, 4> events{};
  REQUIRE(poller.poll(events, Duration::zero()) == 1);
  CHECK(events[0].fd == near.get());
  CHECK(events[0].generation == 7);
  CHECK((events[0].mask & EPOLLIN) != 0);
  CHECK(poller.poll(events, Duration::zero()) == 0);
  REQUIRE(send(far.get(), "y", 1, 0) == 1);
  CHECK(poller.poll(events, Duration(-1)) == 1);
  REQUIRE_FALSE(poller.arm(near.get(), 8));  // As of a registration that outlived its descriptor.
  REQUIRE(poller.poll(events, Duration::zero()) == 1);
  CHECK(events[0].generation == 8);
  poller.close(near.get());
  REQUIRE(send(far.get(), "z", 1, 0) == 1);
  CHECK(poller.poll(events, Duration::zero()) == 0);
  CHECK(poller.arm(-1, 1).is_system(EBADF));
}

namespace {

struct Counting final : Watcher {
  int calls = 0;
  int ready(int /*fd*/) override {
    ++calls;
    return 0;
  }
};

}  // namespace

TEST_CASE("a watcher is told of its descriptor whether a task waits or not, until it is closed", "[loop]") {
  FakeLoop loop;
  Counting watcher;
  REQUIRE_FALSE(loop.scheduler.watch(5, watcher));
  const std::uint32_t generation = loop.scheduler.slot(5).generation;
  loop.poller.coming = {{5, generation, EPOLLIN}};
  CHECK(loop.scheduler.poll(Instant::min()) == 0);
  CHECK(watcher.calls == 1);
  Task task = named("t");
  loop.scheduler.park_on(task, 5, Interest::read, never);
  loop.poller.coming = {{5, generation, EPOLLIN}};
  CHECK(loop.scheduler.poll(Instant::min()) == 1);
  CHECK(loop.ran() == "t");
  CHECK(watcher.calls == 2);
  loop.scheduler.watch(5, watcher);
  CHECK(loop.poller.armed.size() == 2);
  loop.scheduler.closing(5, false);
  loop.poller.coming = {{5, generation, EPOLLIN}, {5, loop.scheduler.opened(5).generation, EPOLLIN}};
  CHECK(loop.scheduler.poll(Instant::min()) == 0);
  CHECK(watcher.calls == 2);
}

TEST_CASE("a watcher that left something is told again if it asks, and only then", "[loop]") {
  SteadyClock clock;
  EpollPoller poller;
  Scheduler scheduler(poller, clock);
  REQUIRE_FALSE(poller.init());
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const Descriptor reading(ends[0]), writing(ends[1]);
  Counting watcher;
  REQUIRE_FALSE(scheduler.watch(reading.get(), watcher));
  REQUIRE(write(writing.get(), "left", 4) == 4);
  scheduler.poll(clock.now());
  scheduler.poll(clock.now());
  CHECK(watcher.calls == 1);
  scheduler.watch(reading.get(), watcher);
  scheduler.poll(clock.now());
  CHECK(watcher.calls == 2);
}
