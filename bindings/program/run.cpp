// `parley run`: runs the scenarios behind the paths and reports them.
#include <ctime>
#include <optional>

#include "bindings/program/bazel.hpp"
#include "bindings/program/commands.hpp"
#include "bindings/program/environment.hpp"
#include "bindings/program/goldens.hpp"
#include "bindings/program/options.hpp"
#include "bindings/program/reports.hpp"
#include "bindings/program/selection.hpp"
#include "bindings/program/sharding.hpp"
#include "engine/base/pausable_clock.hpp"
#include "engine/capture/captures.hpp"
#include "engine/report/run_notes.hpp"
#include "engine/report/text.hpp"
#include "engine/runner/session.hpp"
#include "engine/runner/sweep.hpp"
#include "engine/world/probe.hpp"

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
  if (!settings.record && (settings.update || settings.sweep))
    return std::string(settings.update ? "--update writes" : "--segment=sweep compares") +
           " exchanges, which --no-record does not record: give one of them";
  if (settings.pcap_on_failure && settings.pcap.empty())
    return "--pcap-on-failure needs a folder: give --pcap DIR with it, or --pcap-on-failure=DIR";
  if (settings.update && settings.until_failure)
    return "--update has no golden fail, which --until-failure waits for: give one of them";
  if (settings.sweep && (repeats || settings.retries > 0))
    return "--segment=sweep runs each scenario in many ways already, and takes no --retries, --repeat or "
           "--until-failure";
  return forbidden_by_ci(settings.update ? "--update" : "");
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
  options.segments = settings.sweep ? runner::sweep_segments() : std::vector{settings.segment};
  options.time_limit = settings.global_timeout;
  options.slow_after = settings.slow_timeout;
  options.all_exchanges = settings.verbose;
  options.record = settings.record;
  options.live_output = live;
  options.goldens = golden_mode(settings);
  return options;
}

int exit_code_of_run(const Settings& settings, const Selection& selection, const runner::SessionEnd& end,
                     const report::Tally& tally) {
  const bool skips_are_failures = settings.forbid_skips;
  if (end.signal != 0) return exit_code::signalled + end.signal;
  if (!end.early.empty()) return exit_code::failed;
  if (end.failure || tally.infrastructure) return exit_code::infrastructure;
  const int code = exit_code_of(selection, tally.failed > 0 || (skips_are_failures && tally.skipped > 0));
  const bool all_skipped = code == exit_code::passed && tally.skipped > 0 && tally.skipped == tally.total();
  return all_skipped ? settings.skip_code : code;
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

/// Says which values of --set nobody asked for: a name that is misspelt would change nothing, silently.
void note_unread_parameters(const Settings& settings, const report::RunNotes& notes, Console& console) {
  const std::vector<std::string_view> asked(notes.parameters.begin(), notes.parameters.end());
  for (const auto& [name, value] : settings.parameters) {
    if (!notes.has_results || notes.parameters.contains(name)) continue;
    complain(console, "note: no scenario read the parameter " + report::safe_line(name) + " (--set)" +
                          report::safe_line(suggestion(name, asked)));
  }
}

/// What the settings say of each scenario, and of their order.
void prepare(const Settings& settings, Selection& selection, Memory& memory, Console& console) {
  // One by one, or in an order of chance, the recorded times say nothing.
  const bool may_be_reordered = settings.jobs != 1 && !settings.shuffle && selection.scenarios.size() > 1;
  if (may_be_reordered && !settings.last_failed) memory.recall(selection.scenarios);
  if (settings.timeout)
    for (runner::Scenario& scenario : selection.scenarios)
      if (!scenario.own_timeout) scenario.timeout = *settings.timeout;
  if (settings.shuffle)
    complain(console,
             "in a random order; --shuffle=" + std::to_string(*settings.shuffle) + " gives it again");
}

/// Runs what was selected; the reports are told all of it.
runner::SessionEnd play(const Settings& settings, const Selection& selection, runner::ScriptHost& host,
                        Reports& reports, runner::SignalWatch& signals, Instant begin,
                        std::optional<world::WorldTrial>& trial, capture::Captures* captures) {
  const PausableClock clock;
  runner::SessionOptions options = session_options(settings, reports.live());
  if (trial) options.private_world = [&] { return trial->answer(); };
  options.events = reports.wants_events();
  options.all_exchanges = options.all_exchanges || reports.wants_exchanges();
  options.captures = captures;
  // The scripts were loaded in that time, too.
  if (options.time_limit != Duration::max()) options.time_limit -= clock.now() - begin;
  reports.listener().begin(
      {selection.errors, plan_of(settings, selection.scenarios), std::time(nullptr), selection.shard});
  runner::SessionEnd end;
  end.signal = signals.ending();
  if (!selection.scenarios.empty())
    end = runner::run_scenarios(host, selection.scenarios, options, reports.listener(), signals);
  reports.listener().end(end, clock.now() - begin);
  return end;
}

/// What is neither passed nor failed.
void tell_bazel(const BazelTest& bazel, int code, const runner::SessionEnd& end, const report::Tally& tally,
                Console& console) {
  std::string problem;
  if (code == exit_code::infrastructure) {
    const std::string why = end.failure ? end.failure.to_string() : "see what the test printed";
    problem = bazel.tell("TEST_INFRASTRUCTURE_FAILURE_FILE", "parley\n" + report::safe_line(why) + "\n");
  }
  if (problem.empty() && tally.flaky > 0)
    problem = bazel.tell("TEST_WARNINGS_OUTPUT_FILE",
                         report::counted(tally.flaky, "scenario") + " passed only in a later attempt\n");
  if (!problem.empty()) complain(console, problem);
}

/// Says why no captures can be written, which is a wrong command line.
bool can_capture(const capture::Captures& captures, Console& console) {
  const Error error = captures.prepare();
  if (error)
    complain(console, "cannot write captures to " + report::safe_line(captures.folder()) +
                          " (--pcap): " + error.to_string());
  return !error;
}

/// From the reports that were opened to the exit code, as a test of Bazel where it is one.
int run(const Settings& settings, Console& console, Reports& reports, Instant begin, const BazelTest& bazel) {
  std::optional<capture::Captures> captures;
  if (!settings.pcap.empty()) captures.emplace(settings.pcap, settings.pcap_on_failure);
  if (captures && !can_capture(*captures, console)) return exit_code::usage;
  const auto host = console.make_host();
  Memory memory(console);
  runner::SignalWatch signals;
  std::optional<world::WorldTrial> trial;
  if (settings.network != runner::Network::host) trial.emplace();
  Selection selection = select(settings, *host, memory, console, signals);
  const bool stopped = signals.ending() != 0;
  const bool nothing_tried = selection.scenarios.empty() && selection.errors.empty() && !stopped;
  if (nothing_tried && selection.usage_error) return exit_code::usage;
  if (!only_is_fine(selection, settings.forbid_only, console)) return exit_code::failed;
  if (!take_shard(settings, selection, console)) return exit_code::usage;

  prepare(settings, selection, memory, console);
  report::RunNotes notes{runner::HistoryChanges(memory.project()), {}, false};
  reports.listener().add(std::make_unique<report::RunNotesTaker>(notes));
  auto keeper = std::make_unique<GoldenKeeper>(golden_mode(settings), selection, console);
  GoldenKeeper& goldens = *keeper;
  reports.listener().add(std::move(keeper));
  const runner::SessionEnd end =
      play(settings, selection, *host, reports, signals, begin, trial, captures ? &*captures : nullptr);
  const bool reported = reports.finish();
  goldens.conclude();
  const bool captured = !captures || captures->problem().empty();
  if (!captured) complain(console, captures->problem());
  if (captures && !captures->gaps().empty()) complain(console, captures->gaps());
  const bool written = reported && captured && goldens.written();
  memory.keep(notes.history);
  note_unread_parameters(settings, notes, console);
  if (settings.forbid_skips && reports.tally().skipped > 0)
    complain(console,
             report::counted(reports.tally().skipped, "scenario") + " skipped, which --forbid-skips forbids");
  int code = exit_code_of_run(settings, selection, end, reports.tally());
  if (!written && code <= exit_code::signalled) code = exit_code::infrastructure;
  tell_bazel(bazel, code, end, reports.tally(), console);
  return code;
}

}  // namespace

int run_command(const Settings& settings, Console& console) {
  const Instant begin = PausableClock().now();
  Settings followed = settings;
  std::string problem = follow_environment(variable, followed);
  if (problem.empty()) problem = contradiction(followed);
  Reports reports(followed, console);
  if (problem.empty()) problem = reports.open();
  BazelTest bazel(variable);
  if (problem.empty()) problem = bazel.begin(followed.shard && followed.shard->by_bazel);
  if (problem.empty()) return run(followed, console, reports, begin, bazel);
  complain(console, problem);
  return exit_code::usage;
}

}  // namespace parley::program
