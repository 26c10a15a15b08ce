#include "engine/report/tap.hpp"

#include <algorithm>
#include <string_view>

#include "engine/report/failure_text.hpp"
#include "engine/report/names.hpp"
#include "engine/report/stopped.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

using runner::Verdict;

/// A description or a reason: on one line, and no `#` of it begins a directive.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char byte : safe_line(text)) {
    if (byte == '#' || byte == '\\') out += '\\';
    out += byte;
  }
  return out;
}

/// A string of YAML between double quotes.
std::string quoted_scalar(std::string_view text) {
  std::string out = "\"";
  for (const char byte : safe_line(text)) {
    if (byte == '"' || byte == '\\') out += '\\';
    out += byte;
  }
  return out + "\"";
}

/// Each line behind two blanks, empty ones too: readers of TAP take a line without them for the block's end.
std::string deeper(std::string_view lines) {
  std::string out;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size() - 1) + 1;
    out.append("  ").append(lines.substr(0, end));
    lines.remove_prefix(end);
  }
  return out;
}

/// The entries of a YAML block as one, indented as TAP wants it.
std::string yaml(const std::string& entries) { return deeper("---\n" + entries + "...\n"); }

/// The terminal's words as a literal block; their first line begins with no blank, as YAML wants it.
std::string report_entry(const std::string& text) { return "report: |\n" + deeper(text); }

std::string diagnosis(const runner::Scenario& scenario, const runner::Result& result) {
  std::string entries = "file: " + quoted_scalar(scenario.file) + "\nline: " + std::to_string(scenario.line) +
                        "\nseconds: " + in_seconds(result.elapsed) + "\n";
  if (!result.failures.empty()) {
    const runner::Failure& first = result.failures.front();
    entries += "message: " + quoted_scalar(first.message.substr(0, first.message.find('\n'))) +
               "\nkind: " + std::string(name_of(first.kind)) + "\n";
    if (first.compares)
      entries +=
          "expected: " + quoted_scalar(first.expected) + "\nactual: " + quoted_scalar(first.actual) + "\n";
  }
  return yaml(entries + report_entry(failure_text(scenario, result, Style(false))));
}

}  // namespace

std::string TapReporter::test_line(bool ok, const std::string& name) {
  return (ok ? "ok " : "not ok ") + std::to_string(++number_) + " - " + name;
}

void TapReporter::begin(const RunStart& run) {
  std::string text = "TAP version 14\n1.." + std::to_string(run.errors.size() + run.plan.size()) + "\n";
  for (const runner::LoadError& error : run.errors) {
    text += test_line(false, escaped(error.file) + " loads") + "\n";
    text += yaml("message: " + quoted_scalar(error.message) + "\n" +
                 report_entry(load_error_text(error, Style(false))));
  }
  sink_.write(text);
}

void TapReporter::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  const bool ok = result.verdict != Verdict::failed && result.verdict != Verdict::expected_failure;
  std::string text = test_line(ok, escaped(scenario.file) + ": " + escaped(name_in_full(scenario, result)));
  if (result.verdict == Verdict::skipped) text += " # SKIP " + escaped(result.skip_reason);
  if (result.verdict == Verdict::expected_failure) text += " # TODO " + escaped(result.skip_reason);
  text += "\n";
  if (!ok || result.verdict == Verdict::flaky) text += diagnosis(scenario, result);
  sink_.write(text);
}

void TapReporter::end(const runner::SessionEnd& end, Duration) {
  const std::string why = why_stopped(end);
  if (!why.empty()) sink_.write("Bail out! " + escaped(why.substr(0, why.find('\n'))) + "\n");
}

}  // namespace parley::report
