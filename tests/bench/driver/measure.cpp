#include "tests/bench/driver/measure.hpp"

#include <algorithm>
#include <cstdio>

namespace parley::bench {
namespace {

/// Why it cannot run here, or "".
std::string missing(const Contender& contender) {
  const std::string& program = contender.command.front();
  if (!is_installed(program)) return program + " is not installed";
  if (contender.probe.empty() || run(contender.probe, Network::as_it_is).passed) return "";
  std::string words = "this fails:";
  for (const std::string& word : contender.probe) words += " " + word;
  return words;
}

void run_once(const Workload& load, Contender& contender) {
  const Network network = contender.in_own_network ? Network::own : load.network;
  Run result;
  for (int chance = 0; chance < contender.chances && !result.passed; ++chance)
    result = run(contender.command, network);
  result.figures["wall_a_scenario"] = result.figures["wall"] / contender.amount;
  const bool is_whole = std::all_of(
      load.measures.begin(), load.measures.end(),
      [&result](const Measure& measure) { return result.figures.find(measure.key) != result.figures.end(); });
  contender.failed = !result.passed || !is_whole;
  if (contender.failed) {
    const std::size_t shown = std::min<std::size_t>(result.output.size(), 4000);
    std::fprintf(stderr, "%s failed at %s: %s\n%s\n", contender.name.c_str(), load.id.c_str(),
                 load.name.c_str(), result.output.c_str() + result.output.size() - shown);
  } else {
    contender.rounds.push_back(std::move(result.figures));
  }
}

}  // namespace

void measure(Workload& load, int rounds) {
  for (Contender& contender : load.contenders)
    if (contender.skipped.empty()) contender.skipped = missing(contender);
  for (int round = 0; round < std::min(rounds, load.most_rounds) * load.times; ++round)
    for (Contender& contender : load.contenders)
      if (!contender.failed && contender.skipped.empty() && round < contender.most_rounds)
        run_once(load, contender);
}

}  // namespace parley::bench
