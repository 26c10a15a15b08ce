// W3: 64 KiB after another over one TCP connection, in one direction.
#include "tests/bench/workloads/workloads.hpp"

namespace parley::bench {
namespace {

/// `by`: the call that takes them. Only the first one is compared with the peers, which have one way each.
Workload bulk(const Setting& setting, const std::string& by, double goal) {
  const int count = setting.is_short ? 512 : 16'384;
  const std::string blocks = std::to_string(count);
  Workload load{.id = "W3",
                .name = "bulk: " + std::to_string(count / 16) + " MiB in sends of 64 KiB, taken by " + by};
  load.measures = {{"seconds", "MiB/s", count / 16.0, true}};
  load.contenders = {plain(setting, plain_epoll, "bulk_epoll", {blocks})};
  if (by == "recv") add_peers(load, setting, {"bulk", blocks});
  add_parley(load, setting, "bulk.lua", {{"by", by}, {"count", blocks}});
  load.yardsticks = {plain_epoll, unrecorded};
  load.goals = {{"parley", plain_epoll, goal}};
  if (by == "recv") add_peer_goals(load, 2);
  return load;
}

}  // namespace

std::vector<Workload> bulks(const Setting& setting) {
  return {bulk(setting, "recv", 0.65), bulk(setting, "recv_into", 0.85)};
}

}  // namespace parley::bench
