// What is spared where the other end is in this process: registrations with the poller, and tries that are
// bound to fail.
#include <sys/epoll.h>

#include "tests/catch.hpp"
#include "tests/engine/loop_fake.hpp"

using namespace parley;
using namespace parley::loop;

namespace {

struct TwoSockets : FakeLoop {
  TwoSockets() {
    for (const int fd : {5, 6}) scheduler.opened(fd);
  }

  /// A round of tasks, of whom there is always one that can run, and the poll behind it.
  int busy_poll() {
    scheduler.wake(spinning);
    const int woken = scheduler.poll(Instant::min());
    while (scheduler.next() != nullptr) {
    }
    scheduler.park(spinning, never);
    return woken;
  }

  Task spinning = named("s");
};

}  // namespace

TEST_CASE("who is woken by a hint is not registered", "[loop]") {
  TwoSockets loop;
  Task reader = named("r");
  loop.scheduler.park(loop.spinning, never);
  for (int i = 0; i < 100; ++i) {
    loop.scheduler.park_on(reader, 5, Interest::read, never, Arming::later);
    CHECK(loop.busy_poll() == 0);
    CHECK(loop.scheduler.hint(5, Interest::read) == 1);
    CHECK(loop.ran() == "r");
  }
  CHECK(loop.poller.armed.empty());
}

TEST_CASE("who waits when nobody can run is registered, and woken by an event", "[loop]") {
  TwoSockets loop;
  Task reader = named("r");
  loop.scheduler.park_on(reader, 5, Interest::read, never, Arming::later);
  loop.poller.coming = {{5, 1, EPOLLIN}};
  CHECK(loop.scheduler.poll(never) == 1);
  REQUIRE(loop.poller.armed.size() == 1);
  CHECK(loop.poller.armed[0].fd == 5);
  CHECK(loop.ran() == "r");
}

TEST_CASE("a timer that is due lets somebody run, and one that is not does not", "[loop]") {
  TwoSockets loop;
  Task reader = named("r"), sleeper = named("s");
  loop.scheduler.park_on(reader, 5, Interest::read, never, Arming::later);
  loop.scheduler.park(sleeper, loop.in(0));
  CHECK(loop.scheduler.poll(never) == 1);
  CHECK(loop.poller.armed.empty());
  CHECK(loop.ran() == "s");
  loop.scheduler.park(sleeper, loop.in(10));
  CHECK(loop.scheduler.poll(never) == 1);
  CHECK(loop.poller.armed.size() == 1);
}

TEST_CASE("who waits for long is registered, though others always can run", "[loop]") {
  TwoSockets loop;
  Task reader = named("r"), patient = named("p");
  loop.scheduler.park(loop.spinning, never);
  loop.scheduler.park_on(reader, 5, Interest::read, never, Arming::later);
  for (int i = 0; i < 10; ++i) CHECK(loop.busy_poll() == 0);
  // One that waits anew counts from there on.
  loop.scheduler.hint(5, Interest::read);
  CHECK(loop.ran() == "r");
  loop.scheduler.park_on(reader, 5, Interest::read, never, Arming::later);
  loop.scheduler.park_on(patient, 6, Interest::read, never, Arming::later);
  int polls = 0;
  while (loop.poller.armed.empty() && polls < 100) polls += 1 + loop.busy_poll();
  CHECK(polls == 16);
  CHECK(loop.poller.armed.size() == 2);
}

TEST_CASE("a descriptor that was closed meanwhile is registered no more", "[loop]") {
  TwoSockets loop;
  Task reader = named("r");
  loop.scheduler.park_on(reader, 5, Interest::read, never, Arming::later);
  loop.scheduler.closing(5, false);
  CHECK(loop.ran() == "r");
  loop.scheduler.poll(never);
  CHECK(loop.poller.armed.empty());
}

TEST_CASE("who cannot be registered in time learns of it when it waits again", "[loop]") {
  TwoSockets loop;
  Task reader = named("r");
  loop.poller.refuses = true;
  CHECK_FALSE(loop.scheduler.park_on(reader, 5, Interest::read, never, Arming::later));
  CHECK(loop.scheduler.poll(never) == 1);
  CHECK(loop.ran() == "r");
  CHECK(loop.scheduler.park_on(reader, 5, Interest::read, never, Arming::later).is_system(ENOSPC));
}

TEST_CASE("behind the last datagram that was sent here a socket seems empty, until another is", "[loop]") {
  TwoSockets loop;
  loop.scheduler.note_datagram_received(5);
  CHECK_FALSE(loop.scheduler.slot(5).seems_empty);  // Somebody else sent it, and may have sent more.
  for (int i = 0; i < 2; ++i) loop.scheduler.note_datagram_sent(5);
  loop.scheduler.note_datagram_received(5);
  CHECK_FALSE(loop.scheduler.slot(5).seems_empty);
  loop.scheduler.note_datagram_received(5);
  CHECK(loop.scheduler.slot(5).seems_empty);
  loop.scheduler.note_datagram_sent(5);
  CHECK_FALSE(loop.scheduler.slot(5).seems_empty);
  loop.scheduler.note_datagram_sent(1000);  // No descriptor of ours.
}

TEST_CASE("who waits where it seems empty tries once before all sleep", "[loop]") {
  TwoSockets loop;
  Task reader = named("r");
  loop.scheduler.note_datagram_sent(5);
  loop.scheduler.note_datagram_received(5);
  loop.scheduler.park_on(reader, 5, Interest::read, never);
  CHECK(loop.scheduler.poll(never) == 1);
  CHECK(loop.poller.last_timeout == Duration::zero());
  CHECK(loop.ran() == "r");
  loop.scheduler.park_on(reader, 5, Interest::read, loop.in(10));
  CHECK(loop.scheduler.poll(never) == 1);
  CHECK(reader.wake == Wake::timeout);
}
