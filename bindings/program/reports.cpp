#include "bindings/program/reports.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "bindings/program/variables.hpp"
#include "engine/report/coverage.hpp"
#include "engine/report/event_log.hpp"
#include "engine/report/github.hpp"
#include "engine/report/html.hpp"
#include "engine/report/json_lines.hpp"
#include "engine/report/junit.hpp"
#include "engine/report/progress.hpp"
#include "engine/report/report_file.hpp"
#include "engine/report/tap.hpp"
#include "engine/report/terminal.hpp"

namespace parley::program {
namespace {

using report::GrowingFile;
using report::Kind;
using report::Request;

std::string cannot_write(const std::string& name, const Error& error) {
  if (error.is_system(ENOENT)) return "cannot write the report " + name + ": its folder does not exist";
  return "cannot write the report " + name + ": " + error.to_string();
}

}  // namespace

Reports::Reports(const Settings& settings, Console& console)
    : settings_(settings),
      console_(console),
      output_taken_(std::any_of(settings.reports.begin(), settings.reports.end(),
                                [](const Request& request) { return request.file == "-"; })) {}

bool Reports::asked_for(Kind kind) const {
  return std::any_of(settings_.reports.begin(), settings_.reports.end(),
                     [&](const Request& request) { return request.kind == kind; });
}

std::string Reports::open() {
  std::string problem = report::conflict(settings_.reports);
  const bool only_named = asked_for(Kind::none);
  terminal_ = !only_named || asked_for(Kind::terminal);
  const bool on_github = !only_named && variable("GITHUB_ACTIONS") == "true";
  if (problem.empty() && (on_github || asked_for(Kind::github))) problem = add_github();
  if (terminal_) add_terminal();
  for (const Request& request : settings_.reports)
    if (problem.empty()) problem = add(request);
  return problem;
}

void Reports::add_terminal() {
  report::Sink& stream = output_taken_ ? console_.err : console_.out;
  const int fd = output_taken_ ? STDERR_FILENO : STDOUT_FILENO;
  const bool color = report::use_color(settings_.color, report::color_surroundings(fd));
  report::Sink* sink = &stream;
  if (report::somebody_looks_on(fd)) {
    status_line_ = std::make_unique<report::StatusLine>(stream);
    sink = status_line_.get();
  }
  listener_.add(std::make_unique<report::TerminalReporter>(*sink, report::Style(color), settings_.verbose));
  if (!status_line_) return;
  const auto width = [fd] { return report::terminal_width(fd); };
  listener_.add(std::make_unique<report::Progress>(*status_line_, clock_, width));
}

std::string Reports::add_github() {
  const std::string path = variable("GITHUB_STEP_SUMMARY");
  if (!path.empty()) {
    Result<GrowingFile> file = GrowingFile::open(path, GrowingFile::Start::at_its_end);
    if (!file) return cannot_write("github (GITHUB_STEP_SUMMARY)", file.error());
    auto sink = std::make_unique<GrowingFile>(std::move(*file));
    const std::size_t room = report::largest_summary - std::min(report::largest_summary, sink->size());
    summary_ = std::make_unique<report::GithubSummary>(*sink, room);
    Destination& summary = destinations_.emplace_back();
    summary.name = "github (GITHUB_STEP_SUMMARY)";
    summary.sink = std::move(sink);
  }
  report::Sink& stream = output_taken_ ? console_.err : console_.out;
  listener_.add(std::make_unique<report::GithubReporter>(stream, report::random_token(),
                                                         variable("GITHUB_WORKSPACE"), summary_.get()));
  return {};
}

/// Where the report goes: standard output, a file that grows, or one that appears at the end.
std::string Reports::open_sink(const Request& request, report::Sink*& sink) {
  if (request.file == "-") {
    sink = &console_.out;
    return {};
  }
  const std::string name = report::to_string(request);
  std::unique_ptr<report::Sink> made = std::make_unique<report::WholeFile>(request.file);
  if (request.kind == Kind::json_lines || request.kind == Kind::events) {
    Result<GrowingFile> file = GrowingFile::open(request.file, GrowingFile::Start::empty);
    if (!file) return cannot_write(name, file.error());
    made = std::make_unique<GrowingFile>(std::move(*file));
  } else if (const Error error = report::unwritable(request.file)) {
    return cannot_write(name, error);
  }
  sink = made.get();
  destinations_.push_back({name, std::move(made)});
  return {};
}

std::string Reports::add(const Request& request) {
  if (request.file.empty()) return {};
  report::Sink* sink = nullptr;
  if (std::string problem = open_sink(request, sink); !problem.empty()) return problem;
  if (request.kind == Kind::junit) listener_.add(std::make_unique<report::JunitReporter>(*sink));
  if (request.kind == Kind::tap) listener_.add(std::make_unique<report::TapReporter>(*sink));
  if (request.kind == Kind::coverage) listener_.add(std::make_unique<report::CoverageReporter>(*sink));
  if (request.kind == Kind::json_lines) listener_.add(std::make_unique<report::JsonLinesReporter>(*sink));
  if (request.kind == Kind::html) listener_.add(std::make_unique<report::HtmlReporter>(*sink));
  if (request.kind == Kind::events) listener_.add(std::make_unique<report::EventLogReporter>(*sink));
  return {};
}

bool Reports::finish() {
  bool written = !console_.err.error();
  for (const Destination& destination : destinations_) {
    destination.sink->finish();
    const Error error = destination.sink->error();
    if (!error) continue;
    complain(console_, cannot_write(destination.name, error));
    written = false;
  }
  return written;
}

}  // namespace parley::program
