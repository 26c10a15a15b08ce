#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "engine/base/base64.hpp"
#include "engine/runner/event_area.hpp"
#include "engine/runner/event_packing.hpp"
#include "tests/catch.hpp"

using namespace parley;
using transcript::Event;

namespace {

Event an_event(std::int64_t begin) {
  Event event;
  event.kind = Event::Kind::call;
  event.begin = begin;
  event.role = "client";
  event.arguments = {"1024", std::string("\0\xff", 2)};
  event.bytes = std::string("\0", 1);
  event.length = 1;
  return event;
}

}  // namespace

TEST_CASE("bytes in base64, as RFC 4648 has them", "[events]") {
  CHECK(base64("").empty());
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(base64(std::string("\0\xff\xfe", 3)) == "AP/+");
}

TEST_CASE("events come out as they went in", "[events]") {
  const auto events =
      runner::unpack_events(runner::pack_event(an_event(1)) + runner::pack_event(an_event(2)));
  REQUIRE(events.size() == 2);
  CHECK(events[0].begin == 1);
  CHECK(events[1].begin == 2);
  CHECK(events[1].arguments == an_event(2).arguments);
  CHECK(events[1].bytes == an_event(2).bytes);
}

TEST_CASE("of events that are cut, those before the cut are there", "[events]") {
  const std::string two = runner::pack_event(an_event(1)) + runner::pack_event(an_event(2));
  CHECK(runner::unpack_events(two.substr(0, two.size() - 1)).size() == 1);
  CHECK(runner::unpack_events("\xff\xff\xff\xff").empty());
}

TEST_CASE("an area knows what was in it before", "[events]") {
  auto area = runner::EventArea::make();
  REQUIRE(area);
  CHECK(area->add("one"));
  CHECK(area->add("two"));
  CHECK(area->records() == "onetwo");
  area->clear();
  CHECK(area->records().empty());
  CHECK(area->base() == 6);
}

TEST_CASE("an area takes no more than it has room for", "[events]") {
  auto area = runner::EventArea::make();
  REQUIRE(area);
  CHECK_FALSE(area->add(std::string(1 << 20, 'x')));
  const std::string half(200 << 10, 'x');
  CHECK(area->add(half));
  CHECK_FALSE(area->add(half));
  CHECK(area->records().size() == half.size());
}

TEST_CASE("what a process wrote into an area outlives its SIGKILL", "[events]") {
  auto area = runner::EventArea::make();
  REQUIRE(area);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    area->add("last words");
    kill(getpid(), SIGKILL);
  }
  REQUIRE(waitpid(child, nullptr, 0) == child);
  CHECK(area->records() == "last words");
}
