// The queue of tasks: first in, first out, and out of the middle.
#include "engine/loop/task.hpp"
#include "tests/catch.hpp"
#include "tests/engine/loop_fake.hpp"

using namespace parley::loop;

namespace {

std::string emptied(TaskQueue& queue) {
  std::string names;
  while (const Task* task = queue.pop()) names += task->call;
  return names;
}

}  // namespace

TEST_CASE("a queue gives tasks back in the order in which they came", "[loop]") {
  Task a = named("a"), b = named("b"), c = named("c");
  TaskQueue queue;
  CHECK(queue.empty());
  CHECK(queue.pop() == nullptr);
  for (Task* task : {&b, &a, &c}) queue.push(*task);
  CHECK(queue.front() == &b);
  CHECK(emptied(queue) == "bac");
  CHECK(queue.empty());
}

TEST_CASE("a task leaves a queue from any place, and the queue stays whole", "[loop]") {
  for (const int place : {0, 1, 2}) {
    std::array<Task, 3> tasks{named("a"), named("b"), named("c")};
    TaskQueue queue;
    for (Task& task : tasks) queue.push(task);
    Task& leaver = tasks[static_cast<std::size_t>(place)];
    queue.remove(leaver);
    queue.remove(leaver);  // Not in it any more: nothing happens.
    Task d = named("d");
    queue.push(d);
    std::string expected = "abcd";
    expected.erase(static_cast<std::size_t>(place), 1);
    CHECK(emptied(queue) == expected);
  }
}

TEST_CASE("a queue that lost its only task takes new ones", "[loop]") {
  Task a = named("a"), b = named("b");
  TaskQueue queue;
  queue.push(a);
  queue.remove(a);
  CHECK(queue.empty());
  queue.push(b);
  CHECK(emptied(queue) == "b");
}
