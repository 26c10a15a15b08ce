// W4: connect, 16 bytes each way, close.
#include "tests/bench/workloads/workloads.hpp"

namespace parley::bench {
namespace {

Workload churn(const Setting& setting, int at_once) {
  const int count = setting.is_short ? 500 : 10'000;
  const std::string connections = std::to_string(count);
  const std::string many = std::to_string(at_once);
  Workload load{.id = "W4", .name = "churn: connect, 16 bytes each way, close; " + many + " at a time"};
  load.measures = {{"seconds", "k/s", count / 1e3, true}};
  load.contenders = {plain(setting, plain_epoll, "churn_epoll", {connections, many})};
  add_peers(load, setting, {"churn", connections, many});
  add_parley(load, setting, "churn.lua", {{"count", connections}, {"at_once", many}});
  load.yardsticks = {plain_epoll, unrecorded};
  load.goals = {{"parley", plain_epoll, 0.9}};
  add_peer_goals(load, 1.7);
  return load;
}

}  // namespace

std::vector<Workload> churns(const Setting& setting) { return {churn(setting, 1), churn(setting, 64)}; }

}  // namespace parley::bench
