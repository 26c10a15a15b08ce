// load: requests to nginx with one worker, by wrk and by parley's t:load.
#include "tests/bench/workloads/workloads.hpp"

namespace parley::bench {

std::vector<Workload> loads(const Setting& setting) {
  const std::string seconds = setting.is_short ? "1" : "3";
  Workload load{.id = "load",
                .name = "load: requests to nginx with one worker, over 64 connections for " + seconds + " s"};
  load.measures = {{"requests_a_second", "k/s", 1e-3}};
  const auto add = [&](const std::string& name, const std::string& by, std::vector<std::string> programs) {
    Contender contender{name, parley_plays(setting, "load.lua", {{"by", by}, {"seconds", seconds}})};
    contender.programs = std::move(programs);
    load.contenders.push_back(std::move(contender));
  };
  add("wrk", "wrk", {"nginx", "wrk"});
  add("parley, sockets", "socket", {"nginx"});
  add("parley, http.client", "http", {"nginx"});
  load.yardsticks = {"wrk"};
  load.goals = {{"parley, sockets", "wrk", 0.5}, {"parley, http.client", "wrk", 0.5}};
  load.most_rounds = 5;
  return {load};
}

}  // namespace parley::bench
