// W1, W2 and W6: 64 bytes to and fro.
#include "tests/bench/workloads/workloads.hpp"

namespace parley::bench {
namespace {

Workload tcp(const Setting& setting, const std::string& id, const std::string& name, int connections,
             int count) {
  const std::string many = std::to_string(connections);
  const std::string each = std::to_string(count);
  Workload load{.id = id, .name = name};
  load.measures = {{"seconds", "k/s", connections * count / 1e3, true}};
  if (connections == 1) load.contenders = {plain(setting, "plain C++, no loop", "pingpong_plain", {each})};
  load.contenders.push_back(plain(setting, plain_epoll, "echo_epoll", {many, each}));
  add_peers(load, setting, {"echo", many, each});
  add_parley(load, setting, "echo.lua", {{"connections", many}, {"count", each}});
  load.yardsticks = {plain_epoll, unrecorded};
  return load;
}

Workload ping_pong(const Setting& setting) {
  Workload load = tcp(setting, "W1", "ping-pong: 64 bytes to and fro over one TCP connection", 1,
                      setting.is_short ? 2'000 : 50'000);
  load.goals = {{plain_epoll, "plain C++, no loop", 0.8},
                {"parley", plain_epoll, 0.85},
                {unrecorded, plain_epoll, 0.95}};
  add_peer_goals(load, 2);
  return load;
}

Workload fan(const Setting& setting) {
  Workload load = tcp(setting, "W2", "fan: 64 bytes to and fro over many TCP connections at once",
                      setting.is_short ? 200 : 1'000, setting.is_short ? 10 : 100);
  load.goals = {{"parley", plain_epoll, 0.8}};
  add_peer_goals(load, 2);
  return load;
}

Workload udp(const Setting& setting) {
  const int count = setting.is_short ? 2'000 : 50'000;
  Workload load{.id = "W6", .name = "ping-pong: 64 bytes to and fro between two UDP sockets"};
  load.measures = {{"seconds", "k/s", count / 1e3, true}};
  load.contenders = {plain(setting, plain_epoll, "udp_epoll", {std::to_string(count)})};
  add_parley(load, setting, "udp.lua", {{"count", std::to_string(count)}});
  load.yardsticks = {plain_epoll, unrecorded};
  load.goals = {{"parley", plain_epoll, 0.8}};
  return load;
}

}  // namespace

std::vector<Workload> echoes(const Setting& setting) {
  return {ping_pong(setting), fan(setting), udp(setting)};
}

}  // namespace parley::bench
