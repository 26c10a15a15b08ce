// W7: TLS beside OpenSSL used from C++.
#include "tests/bench/workloads/workloads.hpp"

namespace parley::bench {
namespace {

const std::string plain_openssl = "plain C++, epoll and OpenSSL";

Workload encrypted(const Setting& setting, const std::string& what, const std::string& name, int count,
                   const Measure& measure) {
  Workload load{.id = "W7", .name = name};
  load.measures = {measure};
  load.contenders = {plain(setting, plain_openssl, "tls_epoll", {what, std::to_string(count)})};
  add_parley(load, setting, "tls.lua", {{"what", what}, {"count", std::to_string(count)}});
  load.yardsticks = {plain_openssl, unrecorded};
  load.goals = {{"parley", plain_openssl, 0.85}};
  load.most_rounds = 5;
  return load;
}

}  // namespace

std::vector<Workload> tls(const Setting& setting) {
  const int handshakes = setting.is_short ? 50 : 1'000;
  const int blocks = setting.is_short ? 256 : 4'096;
  return {encrypted(setting, "handshakes", "TLS: handshakes, one after the other", handshakes,
                    {"seconds", "/s", static_cast<double>(handshakes), true}),
          encrypted(setting, "bulk", "TLS: " + std::to_string(blocks / 16) + " MiB in sends of 64 KiB",
                    blocks, {"seconds", "MiB/s", blocks / 16.0, true})};
}

}  // namespace parley::bench
