// The heap of deadlines.
#include <random>

#include "engine/loop/timers.hpp"
#include "tests/catch.hpp"
#include "tests/engine/loop_fake.hpp"

using namespace parley;
using namespace parley::loop;

namespace {

Instant at(int milliseconds) { return Instant(std::chrono::milliseconds(milliseconds)); }

Task due(int milliseconds) {
  Task task;
  task.deadline = at(milliseconds);
  return task;
}

}  // namespace

TEST_CASE("timers fire by their deadline; of two with one deadline the older one first", "[loop]") {
  Task late = due(30), early = due(10), same = due(10);
  Timers timers;
  CHECK(timers.next() == never);
  for (Task* task : {&late, &early, &same}) timers.add(*task);
  CHECK(timers.next() == at(10));
  CHECK(timers.pop_due(at(9)) == nullptr);
  CHECK(timers.pop_due(at(10)) == &early);
  CHECK(timers.pop_due(at(10)) == &same);
  CHECK(timers.pop_due(at(29)) == nullptr);
  CHECK(timers.pop_due(at(100)) == &late);
  CHECK(timers.empty());
}

TEST_CASE("a wait that ends early leaves nothing behind", "[loop]") {
  Task task = due(10);
  Timers timers;
  timers.remove(task);  // Was never in.
  timers.add(task);
  timers.remove(task);
  timers.remove(task);
  CHECK(timers.empty());
  CHECK(task.timer == Task::no_timer);
  CHECK(timers.pop_due(at(100)) == nullptr);
}

TEST_CASE("timers that come and go in any order fire in that of their deadlines", "[loop]") {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<Task> tasks;
    for (unsigned i = 0; i < 40; ++i) tasks.push_back(due(static_cast<int>(random() % 20)));
    Timers timers;
    for (Task& task : tasks) timers.add(task);
    std::vector<const Task*> expected;
    for (Task& task : tasks) {
      if (random() % 3 == 0)
        timers.remove(task);
      else
        expected.push_back(&task);
    }
    std::stable_sort(expected.begin(), expected.end(),
                     [](const Task* a, const Task* b) { return a->deadline < b->deadline; });
    std::vector<const Task*> fired;
    while (const Task* task = timers.pop_due(at(100))) fired.push_back(task);
    REQUIRE(fired == expected);
  }
}
