// The driver of the benchmarks, which `./dev bench` starts: measures the workloads, prints a table, and
// writes the same as JSON into a file.
//
//   bench TOOLS PARLEY SCRIPTS JSON [--short] [--haproxy SOURCE NAME,NAME,...] [WORKLOAD...]
//
// TOOLS: the folder of the plain C++ programs; SCRIPTS: tests/bench; SOURCE: that of HAProxy, whose reg-tests
// of these names are one more workload; WORKLOAD: W1 to W10, load or haproxy, all unless told.
//
// Exit code 1 where a command failed, 2 for wrong arguments. How fast it was decides nothing.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/bench/driver/json.hpp"
#include "tests/bench/driver/measure.hpp"
#include "tests/bench/driver/table.hpp"
#include "tests/bench/workloads/workloads.hpp"

namespace {

using parley::bench::Setting;
using parley::bench::Workload;

struct Arguments {
  Setting setting;
  std::string json;
  std::vector<std::string> wanted;
};

std::vector<std::string> split(const std::string& names) {
  std::vector<std::string> parts;
  std::istringstream text(names);
  for (std::string part; std::getline(text, part, ',');) parts.push_back(part);
  return parts;
}

/// Of at least four words.
Arguments arguments(const std::vector<std::string>& words) {
  Arguments given;
  given.setting.tools = words[0];
  given.setting.parley = words[1];
  given.setting.scripts = words[2];
  given.json = words[3];
  for (std::size_t i = 4; i < words.size(); ++i) {
    if (words[i] == "--short") {
      given.setting.is_short = true;
    } else if (words[i] == "--haproxy" && i + 2 < words.size()) {
      given.setting.haproxy_source = words[++i];
      given.setting.haproxy_tests = split(words[++i]);
    } else {
      given.wanted.push_back(words[i]);
    }
  }
  return given;
}

/// W5 opens 18,000 sockets, more than most machines allow without being asked.
void allow_many_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) std::perror("setrlimit");
}

/// Where parley keeps the history of its runs: a folder of the workload's own. So none reads what another has
/// left, ten thousand scenarios maybe, nor does it stay in the user's.
class OwnHistory {
 public:
  OwnHistory() {
    if (mkdtemp(folder_.data()) == nullptr || setenv("XDG_STATE_HOME", folder_.data(), 1) != 0)
      std::perror("a folder for the history of runs");
  }
  OwnHistory(const OwnHistory&) = delete;
  OwnHistory& operator=(const OwnHistory&) = delete;
  ~OwnHistory() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_.data(), ignored);
  }

 private:
  std::string folder_ = "/tmp/bench-history-XXXXXX";
};

/// Only those of these names, where some are named; false where one is none. HAProxy's is left out without
/// its source.
bool choose(std::vector<Workload>& loads, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return true;
  for (const std::string& name : wanted) {
    if (name != "haproxy" &&
        std::none_of(loads.begin(), loads.end(), [&name](const Workload& load) { return load.id == name; })) {
      std::fprintf(stderr, "bench: there is no workload '%s'; there are W1 to W10, load and haproxy\n",
                   name.c_str());
      return false;
    }
  }
  std::erase_if(loads, [&wanted](const Workload& load) {
    return std::find(wanted.begin(), wanted.end(), load.id) == wanted.end();
  });
  return true;
}

bool any_failed(const std::vector<Workload>& loads) {
  return std::any_of(loads.begin(), loads.end(), [](const Workload& load) {
    return std::any_of(load.contenders.begin(), load.contenders.end(),
                       [](const auto& contender) { return contender.failed; });
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fputs("usage: bench TOOLS PARLEY SCRIPTS JSON [--short] [--haproxy SOURCE NAME,...] [WORKLOAD...]\n",
               stderr);
    return 2;
  }
  const Arguments given = arguments({argv + 1, argv + argc});
  std::vector<Workload> loads = parley::bench::workloads(given.setting);
  if (!choose(loads, given.wanted)) return 2;
  const parley::bench::Machine machine = parley::bench::this_machine();
  allow_many_descriptors();
  const int rounds = given.setting.is_short ? 1 : 9;
  std::printf(
      "%s, %u cores, load %.2f; %s. Medians of up to %d rounds, contenders in turn (least to most).\n",
      machine.cpu.c_str(), machine.cores, machine.load,
      machine.own_network ? "W1 to W7 and load in a network of their own"
                          : "no network of their own is to be had",
      rounds);
  for (Workload& load : loads) {
    const OwnHistory history;
    parley::bench::measure(load, rounds, std::cerr);
    std::fputs(parley::bench::table(load).c_str(), stdout);
    std::fflush(stdout);
    // Each time, so that a run that is stopped leaves what it has.
    std::ofstream(given.json) << parley::bench::json(machine, given.setting.is_short, loads);
  }
  return any_failed(loads) ? 1 : 0;
}
