// The driver of the benchmarks: runs every contender of a workload in turn, round after round, so that
// whatever else the machine does meets them all alike; takes medians; prints a table, and the same as JSON
// into a file.
//
//   bench TOOLS PARLEY SCRIPTS JSON [--short]
//   bench TOOLS PARLEY SCRIPTS JSON --haproxy SOURCE NAME...
//
// The second one runs HAProxy's reg-tests of these names alone. Both add to the file.
//
// Exit code 1 where a command failed. How fast it was decides nothing.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string_view>

#include "tests/bench/command.hpp"
#include "tests/bench/workload.hpp"

namespace {

using parley::bench::Contender;
using parley::bench::Workload;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double figure(const Workload& load, double seconds) {
  return load.is_rate ? load.scale / seconds : load.scale * seconds;
}

struct Share {
  std::string of;
  double value = 0;
};

/// The contender's shares of the yardsticks before it: medians of those of each round, in which both met the
/// same weather.
std::vector<Share> shares(const Workload& load, const Contender& contender) {
  std::vector<Share> shares;
  for (const Contender& other : load.contenders) {
    if (&other == &contender) break;
    const auto& sticks = load.yardsticks;
    const std::size_t rounds = std::min(other.seconds.size(), contender.seconds.size());
    if (rounds == 0 || std::find(sticks.begin(), sticks.end(), other.name) == sticks.end()) continue;
    std::vector<double> each;
    for (std::size_t i = 0; i < rounds; ++i)
      each.push_back(figure(load, contender.seconds[i]) / figure(load, other.seconds[i]));
    shares.push_back({other.name, median(std::move(each))});
  }
  return shares;
}

void measure(Workload& load, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    for (Contender& contender : load.contenders) {
      if (contender.failed || !parley::bench::is_installed(contender.command.front())) continue;
      parley::bench::Run run;
      for (int chance = 0; chance < contender.chances && !run.passed; ++chance)
        run = parley::bench::run(contender.command, load.times);
      contender.failed = !run.passed;
      if (run.passed) {
        contender.seconds.push_back(run.seconds / load.times);
      } else {
        std::fprintf(stderr, "%s failed at: %s\n%s\n", contender.name.c_str(), load.name.c_str(),
                     run.output.c_str());
      }
    }
  }
}

void print_row(const Workload& load, const Contender& contender) {
  std::printf("  %-20s", contender.name.c_str());
  if (contender.failed) {
    std::printf("  failed\n");
    return;
  }
  if (contender.seconds.empty()) {
    std::printf("  not installed\n");
    return;
  }
  const auto [least, most] = std::minmax_element(contender.seconds.begin(), contender.seconds.end());
  double low = figure(load, *least);
  double high = figure(load, *most);
  if (low > high) std::swap(low, high);
  const double middle = figure(load, median(contender.seconds));
  std::printf("%9.1f %-4s (%.1f to %.1f)", middle, load.unit.c_str(), low, high);
  const char* before = "  ";
  for (const Share& share : shares(load, contender)) {
    std::printf("%s%.3f of %s", before, share.value, share.of.c_str());
    before = ", ";
  }
  std::printf("\n");
}

void print(const Workload& load) {
  std::printf("%s\n", load.name.c_str());
  for (const Contender& contender : load.contenders) print_row(load, contender);
}

/// One object a line: names hold nothing that JSON would want escaped.
void write_json(const std::vector<Workload>& loads, const char* path) {
  std::ofstream file(path, std::ios::app);
  for (const Workload& load : loads) {
    for (const Contender& contender : load.contenders) {
      if (contender.seconds.empty()) continue;
      const double middle = figure(load, median(contender.seconds));
      file << R"({"workload":")" << load.name << R"(","contender":")" << contender.name << R"(","unit":")"
           << load.unit << R"(","median":)" << middle << R"(,"shares":{)";
      const char* before = "";
      for (const Share& share : shares(load, contender)) {
        file << before << '"' << share.of << "\":" << share.value;
        before = ",";
      }
      file << R"(},"rounds":)" << contender.seconds.size() << "}\n";
    }
  }
}

bool any_failed(const std::vector<Workload>& loads) {
  for (const Workload& load : loads)
    for (const Contender& contender : load.contenders)
      if (contender.failed) return true;
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fputs("usage: bench TOOLS PARLEY SCRIPTS JSON [--short | --haproxy SOURCE NAME...]\n", stderr);
    return 2;
  }
  const std::string_view option = argc > 5 ? argv[5] : "";
  const bool is_short = option == "--short";
  const int rounds = is_short ? 3 : 9;
  std::vector<Workload> loads;
  if (option == "--haproxy" && argc > 6)
    loads = {parley::bench::haproxy_regtests(argv[2], argv[6], {argv + 7, argv + argc})};
  else
    loads = parley::bench::workloads(argv[1], argv[2], argv[3], is_short);
  std::printf("Medians of %d rounds, contenders in turn (least to most).\n", rounds);
  for (Workload& load : loads) {
    measure(load, rounds);
    print(load);
    std::fflush(stdout);
  }
  write_json(loads, argv[4]);
  return any_failed(loads) ? 1 : 0;
}
