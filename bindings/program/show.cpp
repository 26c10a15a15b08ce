// `parley show`: runs one scenario, or reads what a run left in a file of events, and draws what happened.
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <optional>

#include "bindings/program/commands.hpp"
#include "bindings/program/options.hpp"
#include "bindings/program/selection.hpp"
#include "engine/base/pausable_clock.hpp"
#include "engine/diagram/diagram.hpp"
#include "engine/report/event_log.hpp"
#include "engine/report/event_reader.hpp"
#include "engine/report/fan_out.hpp"
#include "engine/report/report_file.hpp"
#include "engine/report/terminal.hpp"
#include "engine/report/text.hpp"
#include "engine/world/probe.hpp"

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

bool has_failed(const RecordedEvents& run) {
  return std::any_of(run.events.begin(), run.events.end(),
                     [](const Event& event) { return event.kind == Event::Kind::failure; });
}

/// The file and the name of "FILE::NAME"; without a name the second is empty.
std::pair<std::string, std::string> parted(const std::string& argument) {
  const std::size_t colons = argument.find("::");
  if (colons == std::string::npos) return {argument, {}};
  return {argument.substr(0, colons), argument.substr(colons + 2)};
}

int number_in(std::string_view text) {
  int number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && stop == text.data() + text.size() ? number : 0;
}

/// Leaves the one whose name is `name`, or else the one whose name has it as a part. True where one is left;
/// where several are, the user is told which, each by its `line`.
template <class Item, class NameOf, class LineOf>
bool keep_named(std::vector<Item>& items, const std::string& name, NameOf name_of, LineOf line_of,
                Console& console) {
  const auto is_exact = [&](const Item& item) { return name_of(item) == name; };
  if (!name.empty() && std::any_of(items.begin(), items.end(), is_exact)) {
    std::erase_if(items, std::not_fn(is_exact));
  } else {
    std::erase_if(items, [&](const Item& item) { return name_of(item).find(name) == std::string::npos; });
  }
  if (items.size() <= 1) return items.size() == 1;
  const std::string shown = report::safe_line(name);
  complain(console, name.empty() ? std::string("which of them?") : shown + " stands for several:");
  for (const Item& item : items) console.err.write("  " + report::safe_line(line_of(item)) + "\n");
  return false;
}

Picture form_of(const Settings& settings) {
  if (settings.picture) return *settings.picture;
  if (settings.output.ends_with(".svg")) return Picture::svg;
  if (settings.output.ends_with(".mmd") || settings.output.ends_with(".mermaid")) return Picture::mermaid;
  return settings.output.ends_with(".jsonl") ? Picture::events : Picture::text;
}

diagram::Diagram diagram_of(const Settings& settings, const std::vector<Event>& events) {
  if (settings.conversation.empty()) return diagram::diagram_of(events);
  if (const int number = number_in(settings.conversation); number > 0)
    return diagram::diagram_of(events, number);
  return diagram::diagram_of(events, std::string_view(settings.conversation));
}

/// The run in the form that was asked for; empty, and `problem` not, where the conversation is not there.
std::string picture_of(const Settings& settings, const std::vector<Event>& events, std::string& problem) {
  const diagram::Diagram diagram = diagram_of(settings, events);
  if (diagram.steps.empty() && !settings.conversation.empty()) {
    problem = "there is no conversation " + report::safe_line(settings.conversation);
    return {};
  }
  const Picture form = form_of(settings);
  if (form == Picture::svg) return diagram::to_svg(diagram);
  return form == Picture::mermaid ? diagram::to_mermaid(diagram) : diagram::to_text(diagram);
}

void write_events(report::Sink& sink, const RecordedEvents& run) {
  report::EventLogReporter log(sink);
  log.begin({{}, {run.scenario}, std::time(nullptr)});
  log.scenario_events(run.scenario, run.run, run.events);
  log.end({}, std::chrono::microseconds(run.events.empty() ? 0 : run.events.back().begin));
}

/// Writes it where it belongs. `code` is how the program ends if that succeeds.
int write(const Settings& settings, const RecordedEvents& run, int code, Console& console) {
  std::string problem;
  const bool is_log = form_of(settings) == Picture::events;
  const std::string picture = is_log ? std::string() : picture_of(settings, run.events, problem);
  if (!problem.empty()) {
    complain(console, problem);
    return code == exit_code::passed ? exit_code::nothing : code;
  }
  std::optional<report::WholeFile> file;
  if (!settings.output.empty()) file.emplace(settings.output);
  report::Sink& sink = file ? static_cast<report::Sink&>(*file) : console.out;
  if (is_log)
    write_events(sink, run);
  else
    sink.write(picture);
  sink.finish();
  if (!sink.error() || !file) return code;  // of standard output the program itself says it
  complain(console, "cannot write " + report::safe_line(settings.output) + ": " + sink.error().to_string());
  return code == exit_code::passed ? exit_code::infrastructure : code;
}

/// Leaves the run that the user means: by its number, FILE::NAME, FILE or a name.
bool keep_meant(const Settings& settings, std::vector<RecordedEvents>& runs, Console& console) {
  const std::string wanted = settings.paths.empty() ? std::string() : settings.paths[0];
  const int number = number_in(wanted);
  const auto is_number = [&](const RecordedEvents& run) { return run.run.number == number; };
  if (number > 0 && std::any_of(runs.begin(), runs.end(), is_number)) {
    std::erase_if(runs, std::not_fn(is_number));
    return true;
  }
  const auto [file, name] = parted(wanted);
  const auto is_of_file = [&file = file](const RecordedEvents& run) { return run.scenario.file == file; };
  const bool names_file = std::any_of(runs.begin(), runs.end(), is_of_file);
  if (names_file) std::erase_if(runs, std::not_fn(is_of_file));
  const auto name_of = [](const RecordedEvents& run) { return run.scenario.name; };
  const auto line_of = [](const RecordedEvents& run) {
    const bool failed = has_failed(run);
    return std::to_string(run.run.number) + "  " + run.scenario.file + "::" + run.scenario.name +
           (failed ? "  (failed)" : "");
  };
  if (keep_named(runs, names_file ? name : wanted, name_of, line_of, console)) return true;
  const std::string from = report::safe_line(settings.from);
  if (runs.empty())
    complain(console,
             from + " has no run of " + report::safe_line(wanted) + "; without a name all are listed");
  else
    console.err.write("parley: say it by its number: parley show --from " + from + " " +
                      std::to_string(runs.front().run.number) + "\n");
  return false;
}

/// Of a file that was broken off the run may be, too. Says so, and leaves out what nobody knows the end of.
bool is_broken_off(const Settings& settings, bool file_has_end, RecordedEvents& run, Console& console) {
  const auto is_end = [](const Event& event) { return event.kind == Event::Kind::end; };
  if (file_has_end || std::any_of(run.events.begin(), run.events.end(), is_end)) return false;
  complain(console,
           report::safe_line(settings.from) + " ends within this run: what comes behind is not there");
  run.events = diagram::beginning_of(std::move(run.events));
  return true;
}

int show_recorded(const Settings& settings, Console& console) {
  Result<report::EventFile> read = report::read_events(settings.from);
  if (!read) {
    complain(console, report::safe_line(settings.from) + ": " + read.error().to_string());
    return exit_code::usage;
  }
  std::vector<RecordedEvents> runs = std::move(read->runs);
  if (!keep_meant(settings, runs, console)) return runs.empty() ? exit_code::nothing : exit_code::usage;
  const bool broken_off = is_broken_off(settings, read->has_end, runs[0], console);
  const int code = has_failed(runs[0]) ? exit_code::failed
                   : broken_off        ? exit_code::infrastructure
                                       : exit_code::passed;
  return write(settings, runs[0], code, console);
}

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
  return write(settings, run, code, console);
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
