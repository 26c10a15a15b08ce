#include "tests/bench/workload.hpp"

#include <utility>

namespace parley::bench {
namespace {

Workload ping_pong(const std::string& tools, const std::string& parley, const std::string& scripts,
                   int count) {
  const std::string exchanges = std::to_string(count);
  Workload load;
  load.name = "64 bytes to and fro over TCP, " + exchanges + " times";
  load.unit = "k/s";
  load.scale = count / 1e3;
  load.is_rate = true;
  load.yardstick = "plain C++, epoll";
  load.contenders = {
      {"plain C++, no loop", {tools + "/pingpong_plain", exchanges}, {}},
      {"plain C++, epoll", {tools + "/pingpong_epoll", exchanges}, {}},
      {"parley", {parley, "run", "--set", "count=" + exchanges, scripts + "/pingpong.lua"}, {}},
  };
  return load;
}

Workload start_up(const std::string& parley, const std::string& scripts) {
  Workload load;
  load.name = "one trivial scenario, the whole process";
  load.unit = "ms";
  load.scale = 1e3;
  load.times = 10;
  load.yardstick = "varnishtest";
  load.contenders = {
      {"varnishtest", {"varnishtest", "-q", scripts + "/trivial.vtc"}, {}},
      {"parley", {parley, "run", scripts + "/trivial.lua"}, {}},
  };
  return load;
}

Workload two_hundred(const std::string& parley, const std::string& scripts) {
  Workload load;
  load.name = "200 trivial scenarios, one after the other";
  load.unit = "ms";
  load.scale = 1e3;
  load.contenders = {{"parley", {parley, "run", "-j1", scripts + "/two_hundred.lua"}, {}}};
  return load;
}

Workload two_hundred_at_once(const std::string& parley, const std::string& scripts) {
  Workload load;
  load.name = "200 trivial scenarios, two at a time";
  load.unit = "ms";
  load.scale = 1e3;
  load.yardstick = "varnishtest";
  load.contenders = {
      {"varnishtest", {"varnishtest", "-q", "-j2", "-n200", scripts + "/trivial.vtc"}, {}},
      {"parley", {parley, "run", "-j2", scripts + "/two_hundred.lua"}, {}},
  };
  return load;
}

/// With every report that parley writes, into the folder `tools`.
Workload ten_thousand(const std::string& tools, const std::string& parley, const std::string& scripts) {
  Workload load;
  load.name = "10,000 trivial scenarios, with all reports";
  load.unit = "s";
  load.scale = 1;
  std::vector<std::string> command = {parley, "run", scripts + "/ten_thousand.lua"};
  for (const char* report : {"junit", "tap", "jsonl", "events"})
    command.insert(command.end(), {"--report", report + ("=" + tools) + "/ten_thousand." + report});
  command.insert(command.end(), {"--report", "terminal", "--report", "github"});
  load.contenders = {{"parley", std::move(command), {}}};
  return load;
}

}  // namespace

std::vector<Workload> workloads(const std::string& tools, const std::string& parley,
                                const std::string& scripts, bool is_short) {
  std::vector<Workload> all = {
      ping_pong(tools, parley, scripts, is_short ? 20'000 : 100'000),
      start_up(parley, scripts),
      two_hundred(parley, scripts),
      two_hundred_at_once(parley, scripts),
  };
  if (!is_short) all.push_back(ten_thousand(tools, parley, scripts));
  return all;
}

}  // namespace parley::bench
