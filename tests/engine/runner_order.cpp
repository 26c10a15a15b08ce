// In which order units are taken, how many at a time, and who is told of those that take long.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "engine/runner/capacity.hpp"
#include "engine/runner/slow_watch.hpp"
#include "engine/runner/unit_queue.hpp"
#include "engine/world/demand.hpp"
#include "tests/catch.hpp"
#include "tests/engine/runner_fake_host.hpp"

namespace parley::runner {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::vector<Scenario> recorded(const std::vector<std::pair<std::string, int>>& times) {
  std::vector<Scenario> scenarios;
  for (const auto& [name, time] : times) {
    Scenario scenario;
    scenario.name = name;
    if (time >= 0) scenario.recorded = Recorded{milliseconds(time), {}, false};
    scenarios.push_back(scenario);
  }
  return scenarios;
}

std::string taken(UnitQueue& queue) {
  std::string names;
  while (const std::optional<Unit> unit = queue.take())
    names += unit->members.front()->name + (unit->round > 0 ? std::to_string(unit->round) : "") + " ";
  return names;
}

TEST_CASE("the new and the long come first, what is soon done stays in order", "[order]") {
  const auto scenarios =
      recorded({{"quick", 2}, {"long", 900}, {"quicker", 1}, {"longest", 1000}, {"new", -1}});
  UnitQueue queue(make_units(scenarios), 1, std::nullopt);
  queue.put_longest_first();
  CHECK(taken(queue) == "new longest long quick quicker ");
}

TEST_CASE("each round is numbered, and has the same order", "[order]") {
  const auto scenarios = recorded({{"a", 200}, {"b", 300}});
  UnitQueue queue(make_units(scenarios), 2, std::nullopt);
  queue.put_longest_first();
  CHECK(taken(queue) == "b1 a1 b2 a2 ");
}

TEST_CASE("an order of chance stays as its seed has it", "[order]") {
  const auto scenarios = recorded({{"a", 200}, {"b", 300}, {"c", 400}, {"d", 500}});
  UnitQueue shuffled(make_units(scenarios), 1, 7);
  UnitQueue sorted(make_units(scenarios), 1, 7);
  sorted.put_longest_first();
  CHECK(taken(sorted) == taken(shuffled));
}

TEST_CASE("a number of jobs is exact, whatever they ask for", "[capacity]") {
  const Capacity two(2);
  CHECK(two.has_room(1, 64));
  CHECK_FALSE(two.has_room(2, 0));
  CHECK_FALSE(two.asks_for_load());
}

TEST_CASE("where nobody said, busy scenarios take cores and waiting ones do not", "[capacity]") {
  const Capacity capacity(0);
  const int cores = usable_cores();
  REQUIRE(cores >= 1);
  CHECK(capacity.has_room(0, 0));
  CHECK_FALSE(capacity.has_room(static_cast<std::size_t>(cores), cores));
  CHECK_FALSE(capacity.has_room(static_cast<std::size_t>(cores), cores - 0.1));
  CHECK(capacity.has_room(1, cores - 0.5));
  CHECK(capacity.most() >= static_cast<std::size_t>(cores));
  CHECK_FALSE(capacity.has_room(capacity.most(), 0));
}

/// What the child of a fresh process asks for in a while, in cores.
double demand_of_child(void (*body)()) {
  int told[2];
  REQUIRE(::pipe(told) == 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(told[0]);
      ::close(told[1]);
      body();
    }
    ::write(told[1], &child, sizeof child);
    for (;;) ::pause();
  }
  pid_t child = 0;
  CHECK(::read(told[0], &child, sizeof child) == sizeof child);
  const SteadyClock clock;
  const Instant begin = clock.now();
  const auto before = world::demand_below(parent);
  // It has either run for this long or waited to run for this long: no span of time decides, only its share.
  while (clock.now() - begin < milliseconds(200)) {
  }
  const auto after = world::demand_below(parent);
  const Duration span = clock.now() - begin;
  ::kill(child, SIGKILL);
  ::kill(parent, SIGKILL);
  ::waitpid(parent, nullptr, 0);
  ::close(told[0]);
  ::close(told[1]);
  REQUIRE((before && after));
  return std::max(parley::seconds(after->time - before->time) / parley::seconds(span),
                  static_cast<double>(after->runnable));
}

TEST_CASE("a process that computes asks for a core, also where it gets none; one that waits does not",
          "[capacity]") {
  CHECK(demand_of_child([] {
          for (volatile bool on = true; on;) {
          }
        }) > 0.5);
  CHECK(demand_of_child([] {
          for (;;) ::pause();
        }) < 0.2);
  CHECK_FALSE(world::demand_below(-1));
}

class StillClock final : public Clock {
 public:
  Instant now() const override { return now_; }
  void pass(Duration time) { now_ += time; }

 private:
  Instant now_{};
};

class SlowNotes final : public SessionListener {
 public:
  void scenario_slow(const Scenario& scenario, Duration so_far) override {
    text += scenario.name + " " + std::to_string(parley::seconds(so_far)).substr(0, 2) + ", ";
  }
  std::string text;
};

TEST_CASE("who runs for long is told of, and again after twice as long", "[slow]") {
  const auto scenarios = recorded({{"a", -1}, {"b", -1}});
  StillClock clock;
  SlowNotes notes;
  SlowWatch watch(seconds(10), clock, notes);
  CHECK(watch.idle() == Duration::max());
  watch.scenario_started(scenarios[0]);
  clock.pass(seconds(4));
  watch.scenario_started(scenarios[1]);
  CHECK(watch.idle() == seconds(6));
  clock.pass(seconds(6));
  CHECK(watch.idle() == seconds(4));
  CHECK(notes.text == "a 10, ");
  watch.scenario_finished(scenarios[1], {});
  clock.pass(seconds(45));
  watch.idle();
  CHECK(notes.text == "a 10, a 20, ");
  CHECK(watch.idle() == seconds(25));
  watch.scenario_finished(scenarios[0], {});
  CHECK(watch.idle() == Duration::max());
}

TEST_CASE("two rounds of a scenario at the same time are watched apart", "[slow]") {
  const auto scenarios = recorded({{"a", -1}});
  StillClock clock;
  SlowNotes notes;
  SlowWatch watch(seconds(10), clock, notes);
  watch.scenario_started(scenarios[0]);
  watch.scenario_started(scenarios[0]);
  watch.scenario_finished(scenarios[0], {});
  clock.pass(seconds(10));
  watch.idle();
  CHECK(notes.text == "a 10, ");
}

}  // namespace
}  // namespace parley::runner
