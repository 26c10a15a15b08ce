// `parley list`: names the scenarios and where they stand.
#include <unistd.h>

#include "bindings/program/commands.hpp"
#include "bindings/program/selection.hpp"
#include "engine/report/failure_text.hpp"
#include "engine/report/text.hpp"

namespace parley::program {

int list_command(const Settings& settings, Console& console) {
  const auto host = console.make_host();
  runner::SignalWatch signals;
  const Selection selection = select(settings, *host, console, signals);
  if (signals.ending() != 0) return exit_code::signalled + signals.ending();
  std::string lines;
  for (const runner::Scenario& scenario : selection.scenarios)
    lines += report::place(scenario.file, scenario.line) + ": " + report::safe_line(scenario.name) + "\n";
  console.out.write(lines);

  const bool color = report::use_color(settings.color, report::color_surroundings(STDERR_FILENO));
  for (const runner::LoadError& error : selection.errors)
    console.err.write(report::load_error_text(error, report::Style(color)));
  return exit_code_of(selection, !selection.errors.empty());
}

}  // namespace parley::program
