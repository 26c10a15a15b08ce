#include "engine/report/failure_text.hpp"

#include "engine/report/comparison.hpp"
#include "engine/report/load_text.hpp"
#include "engine/report/source_excerpt.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

using runner::Failure;

std::string title(std::string_view text, const Style& style) { return style.strong(text) + "\n"; }

/// The message behind its place: the first line beside it, the others below.
std::string message_text(const std::string& where, const std::string& prefix, const std::string& message,
                         const Style& style) {
  const std::string safe = safe_block(message);
  const std::size_t end = safe.find('\n');
  std::string text = "  " + where + ": " + prefix + style.bad(safe.substr(0, end)) + "\n";
  if (end != std::string::npos) text += indented(safe.substr(end + 1), "    ");
  return text;
}

std::string excerpt_text(const std::string& file, int line) {
  const std::string excerpt = source_excerpt(file, line);
  return excerpt.empty() ? excerpt : "\n" + indented(excerpt, "    ");
}

std::string one_failure(const runner::Scenario& scenario, const Failure& failure, const Style& style) {
  const bool placed = failure.line > 0;
  const std::string& file = failure.file.empty() ? scenario.file : failure.file;
  std::string prefix;
  if (failure.kind == Failure::Kind::infrastructure) prefix += "infrastructure: ";
  if (!failure.role.empty()) prefix += "in " + safe_line(failure.role) + ": ";
  const std::string where = placed ? place(file, failure.line) : place(scenario.file, scenario.line);
  std::string text = message_text(where, prefix, failure.message, style);
  if (failure.compares) text += indented(comparison_text(failure.expected, failure.actual, style), "    ");
  if (placed) text += excerpt_text(file, failure.line);
  return text;
}

/// A part of the report with its title; nothing where there is nothing to say.
std::string section(const char* title_text, const std::string& lines, const Style& style) {
  return lines.empty() ? lines : "\n  " + title(title_text, style) + indented(lines, "    ");
}

std::string waiting_lines(const runner::Result& result) {
  std::string lines;
  for (const runner::Waiting& waiting : result.waiting) {
    lines += safe_line(waiting.role) + " in " + safe_line(waiting.call);
    if (!waiting.file.empty()) lines += " at " + place(waiting.file, waiting.line);
    lines += "\n";
  }
  return lines;
}

std::string output_lines(const runner::Result& result) {
  std::string lines;
  for (const runner::Output& output : result.outputs)
    lines +=
        indented(safe_block(output.text), in_seconds(output.at) + " s " + safe_line(output.role) + " | ");
  return lines;
}

std::string load_lines(const runner::Result& result) {
  std::string lines;
  for (const load::Summary& load : result.loads) lines += load_text(load);
  return lines;
}

/// How the text of a scenario begins.
std::string verdict_word(runner::Verdict verdict, const Style& style) {
  if (verdict == runner::Verdict::flaky) return style.odd("flaky");
  if (verdict == runner::Verdict::expected_failure) return style.odd("failed as expected:");
  return style.bad("FAIL");
}

}  // namespace

std::string name_in_full(const runner::Scenario& scenario, const runner::Result& result) {
  const std::string name = safe_line(scenario.name);
  return result.round == 0 ? name : name + " (round " + std::to_string(result.round) + ")";
}

std::string exchange_text(const runner::Result& result, const Style& style) {
  return section("exchange:", safe_block(result.transcript), style) +
         section("load:", load_lines(result), style);
}

std::string traffic_text(const runner::Result& result, const Style& style) {
  return exchange_text(result, style) + section("output:", output_lines(result), style);
}

std::string attempt_text(const runner::Scenario& scenario, const runner::Result& result, const Style& style) {
  std::string text;
  for (const Failure& failure : result.failures) {
    if (&failure != &result.failures.front()) text += "\n";
    text += one_failure(scenario, failure, style);
  }
  if (result.failures.empty())
    text += "  " + place(scenario.file, scenario.line) + ": failed without a word\n";
  text += section("who waited where:", waiting_lines(result), style) + traffic_text(result, style);
  if (!result.pcap.empty()) text += "\n  packets: " + safe_line(result.pcap) + "\n";
  if (!result.kept_directory.empty()) text += "\n  kept: " + safe_line(result.kept_directory) + "\n";
  return text;
}

std::string failure_text(const runner::Scenario& scenario, const runner::Result& result, const Style& style) {
  const bool in_the_end = result.verdict != runner::Verdict::flaky;
  std::string text = verdict_word(result.verdict, style) + " " + title(name_in_full(scenario, result), style);
  if (result.earlier.empty()) return text + attempt_text(scenario, result, style);
  const std::string attempts = std::to_string(result.earlier.size() + 1);
  std::size_t number = 0;
  const auto heading = [&] { return "  attempt " + std::to_string(++number) + " of " + attempts; };
  for (const runner::Result& attempt : result.earlier)
    text += heading() + ":\n" + attempt_text(scenario, attempt, style) + "\n";
  if (in_the_end) return text + heading() + ":\n" + attempt_text(scenario, result, style);
  return text + heading() + " passed\n";
}

std::string load_error_text(const runner::LoadError& error, const Style& style) {
  return style.bad("FAIL") + " " + title(safe_line(error.file) + " does not load", style) +
         message_text(place(error.file, error.line), "", error.message, style) +
         excerpt_text(error.file, error.line);
}

}  // namespace parley::report
