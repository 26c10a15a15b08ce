// `parley run`: runs the scenarios behind the paths and reports them on the terminal.
#include <unistd.h>

#include "bindings/program/commands.hpp"
#include "bindings/program/selection.hpp"
#include "engine/report/terminal.hpp"
#include "engine/report/text.hpp"
#include "engine/runner/session.hpp"

namespace parley::program {
namespace {

runner::SessionOptions session_options(const Settings& settings) {
  runner::SessionOptions options;
  options.network = settings.network;
  options.jobs = settings.jobs;
  options.parameters = settings.parameters;
  options.all_exchanges = settings.verbose;
  return options;
}

int exit_code_of_run(const Selection& selection, const runner::SessionEnd& end, const report::Tally& tally) {
  if (end.signal != 0) return exit_code::signalled + end.signal;
  if (end.failure || tally.infrastructure) return exit_code::infrastructure;
  return exit_code_of(selection, tally.failed > 0);
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
  const auto host = console.make_host();
  const Selection selection = select(settings, *host, console);
  const bool nothing_tried = selection.scenarios.empty() && selection.errors.empty();
  if (nothing_tried && selection.usage_error) return exit_code::usage;
  if (!only_is_fine(selection, settings.forbid_only, console)) return exit_code::failed;

  const bool color = report::use_color(settings.color, report::color_surroundings(STDOUT_FILENO));
  report::TerminalReporter reporter(console.out, report::Style(color), settings.verbose);
  reporter.begin(selection.errors, selection.scenarios);
  runner::SessionEnd end;
  if (!selection.scenarios.empty())
    end = runner::run_scenarios(*host, selection.scenarios, session_options(settings), reporter);
  reporter.end(end, clock.now() - begin);
  const bool too_many_skips = settings.forbid_skips && reporter.tally().skipped > 0;
  if (too_many_skips)
    complain(console, report::counted(reporter.tally().skipped, "scenario") +
                          " skipped, which --forbid-skips forbids");
  const int code = exit_code_of_run(selection, end, reporter.tally());
  return too_many_skips && code == exit_code::passed ? exit_code::failed : code;
}

}  // namespace parley::program
