#include "tests/bench/workload.hpp"

#include <utility>

namespace parley::bench {
namespace {

const std::string unrecorded = "parley --no-record";

/// parley without a record of what is exchanged, and with it, as it is by itself.
void add_parley(Workload& load, std::vector<std::string> command) {
  load.contenders.push_back({"parley", command, {}});
  command.emplace_back("--no-record");
  load.contenders.insert(load.contenders.end() - 1, {unrecorded, std::move(command), {}});
}

Workload ping_pong(const std::string& tools, const std::string& parley, const std::string& scripts,
                   int count) {
  const std::string exchanges = std::to_string(count);
  Workload load;
  load.name = "64 bytes to and fro over TCP, " + exchanges + " times";
  load.unit = "k/s";
  load.scale = count / 1e3;
  load.is_rate = true;
  load.yardsticks = {"plain C++, epoll", unrecorded};
  load.contenders = {
      {"plain C++, epoll", {tools + "/pingpong_epoll", exchanges}, {}},
      {"plain C++, no loop", {tools + "/pingpong_plain", exchanges}, {}},
  };
  add_parley(load, {parley, "run", "--set", "count=" + exchanges, scripts + "/pingpong.lua"});
  return load;
}

/// `by` is the call that takes the bytes; `count` blocks of 64 KiB.
Workload bulk(const std::string& tools, const std::string& parley, const std::string& scripts,
              const std::string& by, int count) {
  const std::string blocks = std::to_string(count);
  Workload load;
  load.name = std::to_string(count / 16) + " MiB over TCP in sends of 64 KiB, taken by " + by;
  load.unit = "MiB/s";
  load.scale = count / 16.0;
  load.is_rate = true;
  load.yardsticks = {"plain C++, epoll", unrecorded};
  load.contenders = {{"plain C++, epoll", {tools + "/bulk_epoll", blocks}, {}}};
  add_parley(load, {parley, "run", "--set", "by=" + by, "--set", "count=" + blocks, scripts + "/bulk.lua"});
  return load;
}

Workload start_up(const std::string& parley, const std::string& scripts) {
  Workload load;
  load.name = "one trivial scenario, the whole process";
  load.unit = "ms";
  load.scale = 1e3;
  load.times = 10;
  load.yardsticks = {"varnishtest"};
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
  load.yardsticks = {"varnishtest"};
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
      bulk(tools, parley, scripts, "recv", is_short ? 4096 : 16384),
      bulk(tools, parley, scripts, "recv_into", is_short ? 4096 : 16384),
      start_up(parley, scripts),
      two_hundred(parley, scripts),
      two_hundred_at_once(parley, scripts),
  };
  if (!is_short) all.push_back(ten_thousand(tools, parley, scripts));
  return all;
}

Workload haproxy_regtests(const std::string& parley, const std::string& source,
                          const std::vector<std::string>& names) {
  Workload load;
  load.name =
      "HAProxy's reg-tests, two at a time: " + std::to_string(names.size()) + " that varnishtest runs";
  load.unit = "ms";
  load.scale = 1e3;
  load.yardsticks = {"varnishtest"};
  std::vector<std::string> theirs = {"env", "-C", source, "varnishtest", "-q", "-j2"};
  std::vector<std::string> all = {parley, "run", "-j2", "specs/servers/haproxy_regtests"};
  std::vector<std::string> same = all;
  for (const std::string& name : names) {
    theirs.push_back("reg-tests/" + name + ".vtc");
    same.insert(same.end(), {"--filter", "reg-tests > " + name + " >"});
  }
  load.contenders = {
      {"varnishtest", std::move(theirs), {}, false, 3},  // On a busy machine some are flaky.
      {"parley, the same", std::move(same), {}},
      {"parley, all", std::move(all), {}},
  };
  return load;
}

}  // namespace parley::bench
