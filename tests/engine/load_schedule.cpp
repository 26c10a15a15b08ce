// When requests are due, and when there are no more.
#include "engine/load/schedule.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::load;
using namespace std::chrono_literals;

namespace {

const Instant begin{10s};

Plan plan(std::uint64_t requests, Duration length, double rate) { return {requests, length, rate}; }

}  // namespace

TEST_CASE("closed: a request is due when it is asked for", "[load]") {
  Schedule schedule(plan(2, Duration::max(), 0), begin);
  const auto first = schedule.next(begin + 5ms);
  REQUIRE(first);
  CHECK(first->number == 0);
  CHECK(first->due == begin + 5ms);
  CHECK(schedule.next(begin + 6ms)->number == 1);
  CHECK_FALSE(schedule.next(begin + 7ms));
  CHECK(schedule.dropped() == 0);
}

TEST_CASE("closed: the time is over", "[load]") {
  Schedule schedule(plan(Plan::unlimited, 1s, 0), begin);
  CHECK(schedule.next(begin + 999ms));
  CHECK_FALSE(schedule.next(begin + 1s));
}

TEST_CASE("open: requests are due at fixed moments, however late they are asked for", "[load]") {
  Schedule schedule(plan(Plan::unlimited, 1s, 100), begin);
  CHECK(schedule.next(begin)->due == begin);
  CHECK(schedule.next(begin)->due == begin + 10ms);
  CHECK(schedule.next(begin + 500ms)->due == begin + 20ms);
}

TEST_CASE("open: what fell due and was never asked for was dropped", "[load]") {
  Schedule schedule(plan(Plan::unlimited, 1s, 100), begin);
  for (int i = 0; i < 30; ++i) REQUIRE(schedule.next(begin));
  CHECK_FALSE(schedule.next(begin + 1s));
  CHECK(schedule.dropped() == 70);
}

TEST_CASE("open: all that falls due before the end is given, and no more", "[load]") {
  for (const double rate : {3.0, 7.0, 10.0, 1000.0 / 3, 12345.6}) {
    Schedule schedule(plan(Plan::unlimited, 1s, rate), begin);
    std::uint64_t given = 0;
    while (schedule.next(begin)) ++given;
    CHECK(given == static_cast<std::uint64_t>(std::ceil(rate)));
    CHECK(schedule.dropped() == 0);
  }
}

TEST_CASE("open: a number of requests has no end by time", "[load]") {
  Schedule schedule(plan(3, Duration::max(), 10), begin);
  CHECK(schedule.next(begin + 1h)->due == begin);
  CHECK(schedule.next(begin + 1h));
  CHECK(schedule.dropped() == 1);
  CHECK(schedule.next(begin + 1h)->due == begin + 200ms);
  CHECK_FALSE(schedule.next(begin + 1h));
}

TEST_CASE("parts of a load make each request once", "[load]") {
  std::vector<int> made(10);
  for (std::uint64_t part = 0; part < 3; ++part) {
    Plan third = plan(10, Duration::max(), 100);
    third.first = part;
    third.stride = 3;
    Schedule schedule(third, begin);
    while (const auto ticket = schedule.next(begin)) {
      ++made[ticket->number];
      CHECK(ticket->due == begin + ticket->number * 10ms);
    }
  }
  CHECK(made == std::vector<int>(10, 1));
}
