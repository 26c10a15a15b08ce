// HAProxy's own reg-tests by varnishtest, and by parley what re-expresses them: all of it, and those that
// varnishtest runs here. To be run where specs/ is.
#include "tests/bench/workloads/workloads.hpp"

namespace parley::bench {

std::vector<Workload> haproxy(const Setting& setting) {
  if (setting.haproxy_tests.empty()) return {};
  const std::string count = std::to_string(setting.haproxy_tests.size());
  Workload load{.id = "haproxy",
                .name = "HAProxy's reg-tests, two at a time: " + count + " that varnishtest runs"};
  load.network = Network::as_it_is;
  load.measures = {{"wall", "s"}};
  std::vector<std::string> theirs = {"env", "-C", setting.haproxy_source, "varnishtest", "-q", "-j2"};
  std::vector<std::string> all = parley_run(setting, {"-j2", "specs/servers/haproxy_regtests"});
  std::vector<std::string> same = all;
  for (const std::string& name : setting.haproxy_tests) {
    theirs.push_back("reg-tests/" + name + ".vtc");
    same.insert(same.end(), {"--filter", "reg-tests > " + name + " >"});
  }
  Contender varnishtest{"varnishtest", std::move(theirs)};
  varnishtest.chances = 3;  // On a busy machine some are flaky.
  load.contenders = {varnishtest, {"parley", std::move(same)}, {"parley, all", std::move(all)}};
  load.yardsticks = {"varnishtest"};
  load.goals = {{"parley", "varnishtest", 0.5, true}};
  return {load};
}

}  // namespace parley::bench
