// Descriptors that a watcher waits for in place of a task.
#include <sys/epoll.h>

#include "tests/catch.hpp"
#include "tests/engine/loop_fake.hpp"

using namespace parley;
using namespace parley::loop;

namespace {

struct Noting final : Watcher {
  int ready(int fd) override {
    told.push_back(fd);
    return 1;
  }
  std::vector<int> told;
};

}  // namespace

TEST_CASE("a watcher is told of its descriptors, and of no others", "[loop]") {
  FakeLoop loop;
  Noting watcher;
  Task task = named("t");
  loop.scheduler.opened(4);
  loop.scheduler.park_on(task, 4, Interest::read, never);
  REQUIRE_FALSE(loop.scheduler.watch(300, watcher));
  const std::uint32_t generation = loop.poller.armed.back().generation;
  loop.poller.coming = {{300, generation, EPOLLIN}, {4, loop.scheduler.slot(4).generation, EPOLLIN}};
  CHECK(loop.scheduler.poll(Instant::min()) == 2);
  CHECK(watcher.told == std::vector<int>{300});
  CHECK(loop.ran() == "t");
}

TEST_CASE("a descriptor that is watched again is the same one, and armed anew", "[loop]") {
  FakeLoop loop;
  Noting watcher;
  loop.scheduler.watch(300, watcher);
  loop.scheduler.watch(300, watcher);
  REQUIRE(loop.poller.armed.size() == 2);
  CHECK(loop.poller.armed[0].generation == loop.poller.armed[1].generation);
}

TEST_CASE("after closing an event is stale", "[loop]") {
  FakeLoop loop;
  Noting watcher;
  loop.scheduler.watch(300, watcher);
  const std::uint32_t generation = loop.poller.armed.back().generation;
  loop.scheduler.closing(300, true);
  CHECK(loop.poller.closed == std::vector<int>{300});
  loop.poller.coming = {{300, generation, EPOLLIN}};
  CHECK(loop.scheduler.poll(Instant::min()) == 0);
  CHECK(watcher.told.empty());
}

TEST_CASE("a descriptor that cannot be watched is an error", "[loop]") {
  FakeLoop loop;
  Noting watcher;
  loop.poller.refuses = true;
  CHECK(loop.scheduler.watch(300, watcher).is_system(ENOSPC));
}
