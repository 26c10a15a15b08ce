#include "bindings/program/picture.hpp"

#include <algorithm>
#include <ctime>
#include <optional>

#include "bindings/program/named.hpp"
#include "engine/diagram/diagram.hpp"
#include "engine/report/event_log.hpp"
#include "engine/report/report_file.hpp"
#include "engine/report/text.hpp"

namespace parley::program {

using report::RecordedEvents;
using transcript::Event;

namespace {

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

}  // namespace

Picture form_of(const Settings& settings) {
  if (settings.picture) return *settings.picture;
  if (settings.output.ends_with(".svg")) return Picture::svg;
  if (settings.output.ends_with(".mmd") || settings.output.ends_with(".mermaid")) return Picture::mermaid;
  return settings.output.ends_with(".jsonl") ? Picture::events : Picture::text;
}

bool has_failed(const RecordedEvents& run) {
  return std::any_of(run.events.begin(), run.events.end(),
                     [](const Event& event) { return event.kind == Event::Kind::failure; });
}

int write_picture(const Settings& settings, const RecordedEvents& run, int code, Console& console) {
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

}  // namespace parley::program
