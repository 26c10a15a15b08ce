// `parley show --from`: draws what a run left in a file of events.
#include <algorithm>
#include <functional>

#include "bindings/program/named.hpp"
#include "bindings/program/picture.hpp"
#include "engine/diagram/diagram.hpp"

namespace parley::program {

using report::RecordedEvents;
using transcript::Event;

namespace {

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

}  // namespace

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
  return write_picture(settings, runs[0], code, console);
}

}  // namespace parley::program
