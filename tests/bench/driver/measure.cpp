#include "tests/bench/driver/measure.hpp"

#include <algorithm>
#include <ostream>

namespace parley::bench {
namespace {

/// Why it cannot run here, or "".
std::string missing(const Contender& contender) {
  std::vector<std::string> programs = contender.programs;
  programs.push_back(contender.command.front());
  for (const std::string& program : programs)
    if (!is_installed(program)) return program + " is not installed";
  if (contender.probe.empty() || run(contender.probe, Network::as_it_is).passed) return "";
  std::string words = "this fails:";
  for (const std::string& word : contender.probe) words += " " + word;
  return words;
}

void run_once(const Workload& load, Contender& contender, std::ostream& failures) {
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
    failures << contender.name << " failed at " << load.id << ": " << load.name << "\n"
             << result.output.substr(result.output.size() - shown) << std::endl;
  } else {
    contender.rounds.push_back(std::move(result.figures));
  }
}

}  // namespace

void measure(Workload& load, int rounds, std::ostream& failures) {
  for (Contender& contender : load.contenders)
    if (contender.skipped.empty()) contender.skipped = missing(contender);
  for (int round = 0; round < std::min(rounds, load.most_rounds) * load.times; ++round)
    for (Contender& contender : load.contenders)
      if (!contender.failed && contender.skipped.empty() && round < contender.most_rounds)
        run_once(load, contender, failures);
}

}  // namespace parley::bench
