// `parley run`: runs the scenarios behind the paths and reports them.
#include <ctime>

#include "bindings/program/commands.hpp"
#include "bindings/program/reports.hpp"
#include "bindings/program/selection.hpp"
#include "engine/report/text.hpp"
#include "engine/runner/session.hpp"

namespace parley::program {
namespace {

int rounds_of(const Settings& settings) {
  constexpr int unless_told = 1000;
  if (settings.repeat > 0) return settings.repeat;
  return settings.until_failure ? unless_told : 1;
}

/// What the reports are told will run: with --repeat, each scenario as often.
std::vector<runner::Scenario> plan_of(const Settings& settings,
                                      const std::vector<runner::Scenario>& scenarios) {
  std::vector<runner::Scenario> plan;
  const int rounds = settings.until_failure ? 1 : rounds_of(settings);
  for (int round = 0; round < rounds; ++round) plan.insert(plan.end(), scenarios.begin(), scenarios.end());
  return plan;
}

/// Options that contradict each other; empty where none do.
std::string contradiction(const Settings& settings) {
  const bool repeats = settings.repeat > 0 || settings.until_failure;
  if (repeats && settings.retries > 0)
    return "--retries hides what --repeat and --until-failure look for: give one of them";
  return {};
}

runner::SessionOptions session_options(const Settings& settings, bool live) {
  runner::SessionOptions options;
  options.network = settings.network;
  options.jobs = settings.jobs;
  options.parameters = settings.parameters;
  options.retries = settings.retries;
  options.rounds = rounds_of(settings);
  options.fail_fast = settings.until_failure ? 1 : settings.fail_fast;
  options.shuffle = settings.shuffle;
  options.segment = settings.segment;
  options.time_limit = settings.global_timeout;
  options.all_exchanges = settings.verbose;
  options.live_output = live;
  return options;
}

int exit_code_of_run(const Selection& selection, const runner::SessionEnd& end, const report::Tally& tally,
                     bool skips_are_failures) {
  if (end.signal != 0) return exit_code::signalled + end.signal;
  if (!end.early.empty()) return exit_code::failed;
  if (end.failure || tally.infrastructure) return exit_code::infrastructure;
  return exit_code_of(selection, tally.failed > 0 || (skips_are_failures && tally.skipped > 0));
}

/// Says that scenarios were left out for those that are marked only, or that there may be none.
bool only_is_fine(const Selection& selection, bool forbidden, Console& console) {
  if (!selection.has_only) return true;
  if (!forbidden) {
    complain(console,
             "marked only, so nothing else runs: " + report::counted(selection.scenarios.size(), "scenario"));
    return true;
  }
  for (const runner::Scenario& scenario : selection.scenarios)
    complain(console, report::place(scenario.file, scenario.line) + ": \"" +
                          report::safe_line(scenario.name) +
                          "\" is marked only, which --forbid-only forbids");
  return false;
}

}  // namespace

int run_command(const Settings& settings, Console& console) {
  const SteadyClock clock;
  const Instant begin = clock.now();
  if (const std::string problem = contradiction(settings); !problem.empty()) {
    complain(console, problem);
    return exit_code::usage;
  }
  Reports reports(settings, console);
  if (const std::string problem = reports.open(); !problem.empty()) {
    complain(console, problem);
    return exit_code::usage;
  }
  const auto host = console.make_host();
  Selection selection = select(settings, *host, console);
  const bool nothing_tried = selection.scenarios.empty() && selection.errors.empty();
  if (nothing_tried && selection.usage_error) return exit_code::usage;
  if (!only_is_fine(selection, settings.forbid_only, console)) return exit_code::failed;

  if (settings.timeout)
    for (runner::Scenario& scenario : selection.scenarios)
      if (!scenario.own_timeout) scenario.timeout = *settings.timeout;
  if (settings.shuffle)
    complain(console,
             "in a random order; --shuffle=" + std::to_string(*settings.shuffle) + " gives it again");
  reports.listener().begin({selection.errors, plan_of(settings, selection.scenarios), std::time(nullptr)});
  runner::SessionEnd end;
  if (!selection.scenarios.empty())
    end = runner::run_scenarios(*host, selection.scenarios, session_options(settings, reports.live()),
                                reports.listener());
  reports.listener().end(end, clock.now() - begin);
  const bool written = reports.finish();
  if (settings.forbid_skips && reports.tally().skipped > 0)
    complain(console,
             report::counted(reports.tally().skipped, "scenario") + " skipped, which --forbid-skips forbids");
  const int code = exit_code_of_run(selection, end, reports.tally(), settings.forbid_skips);
  return written || code > exit_code::signalled ? code : exit_code::infrastructure;
}

}  // namespace parley::program
