// W8, suites of trivial scenarios; W9, one of them; and what one costs as they grow in number, of W10. Whole
// processes, on the network of the driver where parley makes its own.
#include "tests/bench/workloads/workloads.hpp"

namespace parley::bench {
namespace {

constexpr double mib = 1024.0 * 1024;
const std::string plain_worlds = "plain C++, worlds";

struct Size {
  int count;
  std::string script;
};

std::string script(const Setting& setting, const Size& size) {
  return setting.scripts + "/scenarios/many/" + size.script + ".lua";
}

/// Every report that parley writes, into the folder of the tools.
std::vector<std::string> all_reports(const Setting& setting) {
  std::vector<std::string> words;
  for (const char* report : {"junit", "tap", "jsonl", "events"})
    words.insert(words.end(), {"--report", report + ("=" + setting.tools) + "/suite." + report});
  words.insert(words.end(), {"--report", "terminal", "--report", "github"});
  return words;
}

/// What the kernel takes for so many worlds, with next to nothing in them. Where it makes none it is left
/// out.
Contender worlds_alone(const Setting& setting, const std::string& count) {
  Contender worlds = plain(setting, plain_worlds, "worlds_plain", {count, "2"});
  worlds.probe = {worlds.command.front(), "1", "1"};
  return worlds;
}

/// `with_varnishtest`: for ten thousand it takes minutes.
Workload suite(const Setting& setting, const Size& size, bool with_varnishtest, int most_rounds) {
  const std::string count = std::to_string(size.count);
  Workload load{
      .id = "W8",
      .name = "suite: " + count + " trivial scenarios, two at a time; with --network host one by one"};
  load.network = Network::as_it_is;
  load.measures = {{"wall", "s"}};
  const std::string trivial = setting.scripts + "/scenarios/trivial.vtc";
  load.contenders = {worlds_alone(setting, count)};
  if (with_varnishtest) {
    load.contenders.push_back({"varnishtest", {"varnishtest", "-q", "-j2", "-n" + count, trivial}});
    load.goals = {{"parley", "varnishtest", 1.0 / 3, true}};
  }
  const std::string file = script(setting, size);
  std::vector<std::string> reporting = all_reports(setting);
  reporting.insert(reporting.end(), {"-j2", file});
  load.contenders.push_back({"parley", parley_run(setting, {"-j2", file})});
  // All of them listen at one port, where others of the machine may, too.
  load.contenders.push_back({"parley, --network host", parley_run(setting, {"--network", "host", file})});
  load.contenders.back().in_own_network = true;
  load.contenders.push_back({"parley, all reports", parley_run(setting, reporting)});
  load.yardsticks = {plain_worlds, "varnishtest", "parley"};
  load.most_rounds = most_rounds;
  return load;
}

}  // namespace

std::vector<Workload> suites(const Setting& setting) {
  if (setting.is_short) return {suite(setting, {10, "ten"}, true, 1)};
  return {suite(setting, {200, "two_hundred"}, true, 5), suite(setting, {1'000, "thousand"}, true, 3),
          suite(setting, {10'000, "ten_thousand"}, false, 1)};
}

std::vector<Workload> start_ups(const Setting& setting) {
  Workload load{.id = "W9", .name = "start-up: one trivial scenario, the whole process"};
  load.network = Network::as_it_is;
  load.measures = {{"wall", "ms", 1e3}};
  const std::string trivial = setting.scripts + "/scenarios/trivial";
  load.contenders = {{"varnishtest", {"varnishtest", "-q", trivial + ".vtc"}},
                     {"parley", parley_run(setting, {trivial + ".lua"})}};
  load.yardsticks = {"varnishtest"};
  load.goals = {{"parley", "", 5, true}};
  load.times = 10;
  return {load};
}

std::vector<Workload> suite_growth(const Setting& setting) {
  std::vector<Size> sizes = {{10, "ten"}, {100, "hundred"}};
  if (!setting.is_short) sizes.insert(sizes.end(), {{1'000, "thousand"}, {10'000, "ten_thousand"}});
  Workload load{.id = "W10", .name = "growth: what one of so many trivial scenarios costs, two at a time"};
  load.network = Network::as_it_is;
  load.measures = {{"wall_a_scenario", "ms a scenario", 1e3}, {"peak", "MiB at most", 1 / mib}};
  for (const Size& size : sizes) {
    const std::string name = "parley, " + std::to_string(size.count);
    Contender step{name, parley_run(setting, {"-j2", script(setting, size)})};
    step.amount = size.count;
    load.contenders.push_back(std::move(step));
    if (size.count > 100) load.goals.push_back({name, "parley, 100", 1.2, true});
  }
  load.most_rounds = 1;
  return {load};
}

}  // namespace parley::bench
