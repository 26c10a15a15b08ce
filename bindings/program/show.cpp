// `parley show`: runs one scenario and draws what happened.
#include <unistd.h>

#include <ctime>

#include "bindings/program/named.hpp"
#include "bindings/program/picture.hpp"
#include "bindings/program/selection.hpp"
#include "engine/base/pausable_clock.hpp"
#include "engine/report/fan_out.hpp"
#include "engine/report/report_file.hpp"
#include "engine/report/terminal.hpp"
#include "engine/report/text.hpp"

namespace parley::program {
namespace {

using report::RecordedEvents;
using transcript::Event;

/// Keeps what happens in the only run there is.
class Taker final : public report::Reporter {
 public:
  explicit Taker(RecordedEvents& taken) : taken_(taken) {}

  void begin(const report::RunStart&) override {}
  void scenario_events(const runner::Scenario& scenario, const runner::RunOf& run,
                       const std::vector<Event>& events) override {
    taken_.scenario = scenario;
    taken_.run = run;
    taken_.events.insert(taken_.events.end(), events.begin(), events.end());
  }
  void end(const runner::SessionEnd&, Duration) override {}

 private:
  RecordedEvents& taken_;
};

int exit_code_of_run(const runner::SessionEnd& end, const report::Tally& tally) {
  if (end.signal != 0) return exit_code::signalled + end.signal;
  if (end.failure || tally.infrastructure) return exit_code::infrastructure;
  return tally.failed > 0 ? exit_code::failed : exit_code::passed;
}

/// Runs the only scenario of the selection, with its verdict on the error stream.
int play(const Settings& settings, const Selection& selection, runner::ScriptHost& host,
         runner::SignalWatch& signals, RecordedEvents& run, Console& console) {
  const PausableClock clock;
  const Instant begin = clock.now();
  runner::SessionOptions options;
  options.network = settings.network;
  options.parameters = settings.parameters;
  options.events = true;
  const bool color = report::use_color(settings.color, report::color_surroundings(STDERR_FILENO));
  report::FanOut listener;
  listener.add(std::make_unique<report::TerminalReporter>(console.err, report::Style(color), false));
  listener.add(std::make_unique<Taker>(run));
  listener.begin({selection.errors, selection.scenarios, std::time(nullptr), selection.shard});
  const runner::SessionEnd end = runner::run_scenarios(host, selection.scenarios, options, listener, signals);
  listener.end(end, clock.now() - begin);
  return exit_code_of_run(end, listener.tally());
}

int show_scenario(Settings settings, Console& console) {
  const auto [file, name] = parted(settings.paths[0]);
  settings.paths = {file};
  const auto host = console.make_host();
  Memory memory(console);
  runner::SignalWatch signals;
  Selection selection = select(settings, *host, memory, console, signals);
  if (signals.ending() != 0) return exit_code::signalled + signals.ending();
  if (selection.usage_error) return exit_code::usage;
  const auto name_of = [](const runner::Scenario& scenario) { return scenario.name; };
  if (selection.scenarios.empty() && !selection.errors.empty()) {
    RecordedEvents none;
    return play(settings, selection, *host, signals, none, console);
  }
  if (selection.gap) return exit_code::nothing;
  if (!keep_named(selection.scenarios, name, name_of, name_of, console)) {
    if (!selection.scenarios.empty()) {
      console.err.write("parley: say it as FILE::NAME\n");
      return exit_code::usage;
    }
    complain(console, "there is no scenario " + report::safe_line(name) + "; parley list names them");
    return exit_code::nothing;
  }
  if (settings.timeout && !selection.scenarios[0].own_timeout)
    selection.scenarios[0].timeout = *settings.timeout;
  RecordedEvents run;
  const int code = play(settings, selection, *host, signals, run, console);
  return write_picture(settings, run, code, console);
}

}  // namespace

int show_command(const Settings& settings, Console& console) {
  std::string problem;
  if (settings.from.empty() && settings.paths.empty()) problem = "show takes a scenario: FILE::NAME";
  if (settings.paths.size() > 1) problem = "show takes one scenario";
  if (form_of(settings) == Picture::events && !settings.conversation.empty())
    problem = "--conversation chooses what is drawn, and --as events draws nothing: give one of them";
  if (const Error error = settings.output.empty() ? Error() : report::unwritable(settings.output))
    problem = "cannot write " + report::safe_line(settings.output) + ": " + error.to_string();
  if (!problem.empty()) {
    complain(console, problem);
    return exit_code::usage;
  }
  return settings.from.empty() ? show_scenario(settings, console) : show_recorded(settings, console);
}

}  // namespace parley::program
