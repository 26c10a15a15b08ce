// How scenarios are divided among machines.
#include <algorithm>
#include <numeric>
#include <set>

#include "engine/runner/shard.hpp"
#include "tests/catch.hpp"

namespace parley::runner {
namespace {

using std::chrono::seconds;
using Times = std::vector<std::optional<Duration>>;

Scenario scenario(const std::string& file, const std::string& name, int index, int group = -1) {
  Scenario made;
  made.file = file;
  made.name = name;
  made.index = index;
  made.group = group;
  return made;
}

std::vector<Scenario> suite(int size) {
  std::vector<Scenario> scenarios;
  for (int i = 0; i < size; ++i) scenarios.push_back(scenario("a.lua", "scenario " + std::to_string(i), i));
  return scenarios;
}

std::string shard_named(const std::vector<Scenario>& scenarios, const std::vector<int>& shards, int shard) {
  std::string names;
  for (std::size_t i = 0; i < scenarios.size(); ++i)
    if (shards[i] == shard) names += scenarios[i].name + ";";
  return names;
}

/// How much each shard has to do, the least first.
std::vector<Duration> loads(const std::vector<int>& shards, const std::vector<Duration>& times, int count) {
  std::vector<Duration> sums(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < shards.size(); ++i) sums[static_cast<std::size_t>(shards[i] - 1)] += times[i];
  std::sort(sums.begin(), sums.end());
  return sums;
}

TEST_CASE("shards by hash stay what they are, on every machine and in every version", "[shard]") {
  const std::vector<Scenario> scenarios = suite(10);
  CHECK(shards_by_hash(scenarios, 3) == std::vector<int>{2, 3, 1, 3, 3, 2, 3, 3, 1, 3});
}

TEST_CASE("each scenario is in one shard that exists, and no shard of many is left without work", "[shard]") {
  for (const int count : {1, 2, 7, 100}) {
    const std::vector<Scenario> scenarios = suite(1000);
    for (const std::vector<int>& shards :
         {shards_by_hash(scenarios, count), shards_by_time(scenarios, Times(1000), count)}) {
      CHECK(std::set<int>(shards.begin(), shards.end()).size() == static_cast<std::size_t>(count));
      CHECK(*std::min_element(shards.begin(), shards.end()) == 1);
      CHECK(*std::max_element(shards.begin(), shards.end()) == count);
    }
  }
}

TEST_CASE("the order in which files were named moves nothing", "[shard]") {
  std::vector<Scenario> scenarios = suite(100);
  Times times;
  for (int i = 0; i < 100; ++i) times.emplace_back(seconds(i % 7));
  const std::string by_hash = shard_named(scenarios, shards_by_hash(scenarios, 4), 2);
  std::vector<int> shards = shards_by_time(scenarios, times, 4);
  const std::string mark = fingerprint(scenarios, shards);
  std::reverse(scenarios.begin(), scenarios.end());
  std::reverse(times.begin(), times.end());
  std::vector<Scenario> turned = scenarios;
  std::reverse(turned.begin(), turned.end());
  CHECK(shard_named(turned, shards_by_hash(turned, 4), 2) == by_hash);
  std::vector<int> again = shards_by_time(scenarios, times, 4);
  CHECK(fingerprint(scenarios, again) == mark);
  std::reverse(again.begin(), again.end());
  CHECK(again == shards);
}

TEST_CASE("another scenario moves no other one where shards are made by hash", "[shard]") {
  const std::vector<int> few = shards_by_hash(suite(50), 5);
  std::vector<int> more = shards_by_hash(suite(51), 5);
  more.pop_back();
  CHECK(more == few);
}

TEST_CASE("what shares a process stays together", "[shard]") {
  std::vector<Scenario> scenarios = suite(40);
  for (std::size_t i = 0; i < 40; ++i) scenarios[i].group = static_cast<int>(i / 8);
  for (const std::vector<int>& shards :
       {shards_by_hash(scenarios, 4), shards_by_time(scenarios, Times(40), 4)})
    for (std::size_t i = 0; i < 40; ++i) CHECK(shards[i] == shards[i - i % 8]);
  // The order in which a script registers them may be chance.
  const std::vector<int> shards = shards_by_hash(scenarios, 4);
  for (std::size_t i = 0; i < 40; ++i) scenarios[i].index = 39 - static_cast<int>(i);
  CHECK(shards_by_hash(scenarios, 4) == shards);
  // The group of another file is another one.
  std::vector<Scenario> two = {scenario("a.lua", "one", 0, 0), scenario("b.lua", "one", 0, 0)};
  CHECK(shards_by_time(two, Times(2), 2) == std::vector<int>{1, 2});
}

TEST_CASE("the longest come first, each to whoever has least to do", "[shard]") {
  const std::vector<Scenario> scenarios = suite(6);
  const std::vector<Duration> times = {seconds(1), seconds(2), seconds(3),
                                       seconds(4), seconds(5), seconds(6)};
  const std::vector<int> shards = shards_by_time(scenarios, Times(times.begin(), times.end()), 3);
  CHECK(loads(shards, times, 3) == std::vector<Duration>(3, seconds(7)));
}

TEST_CASE("a scenario without a time is taken to be of the mean length", "[shard]") {
  const std::vector<Scenario> scenarios = suite(4);
  // The mean is 4 s: 7 alone makes one shard, 1 and both unknown ones the other.
  const std::vector<int> shards = shards_by_time(scenarios, {seconds(7), seconds(1), {}, {}}, 2);
  CHECK(shards[0] == shards[1]);
  CHECK(shards[2] == shards[3]);
}

TEST_CASE("times that are nonsense do no harm", "[shard]") {
  const std::vector<Scenario> scenarios = suite(1000);
  const std::vector<int> shards = shards_by_time(scenarios, Times(1000, Duration::max()), 2);
  CHECK(std::count(shards.begin(), shards.end(), 1) == 500);
  const std::vector<int> none = shards_by_time(scenarios, Times(1000, Duration::min()), 2);
  CHECK(std::count(none.begin(), none.end(), 1) == 500);
}

TEST_CASE("a fingerprint tells divisions of the same scenarios apart, and other scenarios", "[shard]") {
  const std::vector<Scenario> scenarios = suite(5);
  const std::string mark = fingerprint(scenarios, {1, 2, 1, 2, 1});
  CHECK(mark.size() == 16);
  CHECK(fingerprint(scenarios, {1, 2, 1, 2, 1}) == mark);
  CHECK(fingerprint(scenarios, {1, 2, 1, 1, 2}) != mark);
  CHECK(fingerprint(suite(4), {1, 2, 1, 2}) != mark);
  // Where one name ends and the next begins is part of it.
  CHECK(fingerprint({scenario("a", "bc", 0)}, {1}) != fingerprint({scenario("ab", "c", 0)}, {1}));
}

}  // namespace
}  // namespace parley::runner
