// W5, connections that stay open and say nothing; and what one costs as they grow in number, of W10.
#include <sys/resource.h>

#include <algorithm>

#include "tests/bench/workloads/workloads.hpp"

namespace parley::bench {
namespace {

constexpr double kib = 1024;

/// 9,000, or as many as one process may have here (RLIMIT_NOFILE), two descriptors each and some beside.
int most_pairs() {
  constexpr rlim_t beside = 400;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max <= beside) return 100;
  return static_cast<int>(std::min<rlim_t>(9'000, (limit.rlim_max - beside) / 2));
}

Workload scale(const Setting& setting) {
  const int count = std::min(most_pairs(), setting.is_short ? 1'000 : 9'000);
  const std::string connections = std::to_string(count);
  Workload load{.id = "W5",
                .name = "scale: " + connections + " idle connections, to open them, and resident memory"};
  load.measures = {{"seconds", "k/s", count / 1e3, true}, {"bytes_a_pair", "KiB a pair", 1 / kib, false}};
  load.contenders = {plain(setting, plain_epoll, "idle_epoll", {connections})};
  add_parley(load, setting, "idle.lua", {{"count", connections}});
  load.yardsticks = {plain_epoll, unrecorded};
  load.goals = {{"parley", plain_epoll, 0.85}, {"parley", "", 3, true, 1}, {unrecorded, "", 1.6, true, 1}};
  load.most_rounds = 5;
  return load;
}

/// Each step opens as many connections all in all, so that what happens once weighs as much in each.
Workload growth(const Setting& setting) {
  std::vector<int> steps = setting.is_short ? std::vector{10, 100, 900} : std::vector{10, 100, 1'000, 9'000};
  std::erase_if(steps, [](int count) { return count > most_pairs() && count > 100; });
  const int all = steps.back();
  Workload load{.id = "W10", .name = "growth: what one of so many idle connections costs"};
  load.measures = {{"seconds", "us a pair", 1e6 / all, false},
                   {"bytes_a_pair", "KiB a pair", 1 / kib, false}};
  const auto name = [](int count) { return "parley, " + std::to_string(count); };
  for (const int count : steps) {
    load.contenders.push_back({name(count), parley_plays(setting, "idle.lua",
                                                         {{"count", std::to_string(count)},
                                                          {"times", std::to_string(all / count)}})});
    if (count == steps.front()) continue;
    load.goals.push_back({name(count), name(steps.front()), 1.2, true});
  }
  // Memory comes in pages, which say nothing of ten connections.
  load.goals.push_back({name(all), name(*(steps.end() - 2)), 1.2, true, 1});
  load.most_rounds = 3;
  return load;
}

}  // namespace

std::vector<Workload> idles(const Setting& setting) { return {scale(setting), growth(setting)}; }

}  // namespace parley::bench
