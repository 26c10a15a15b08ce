#include "engine/report/github.hpp"

#include <sys/random.h>

#include <array>
#include <filesystem>

#include "engine/base/escape.hpp"
#include "engine/report/failure_text.hpp"
#include "engine/report/stopped.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

// What the runner keeps of an annotation, and how many a step may have (actions/runner, ExecutionContext).
constexpr std::size_t largest_message = 4096;
constexpr std::size_t largest_title = 255;
constexpr std::size_t most_annotations = 10;

/// As the runner decodes it (actions/toolkit, command.ts): a message may hold `:` and `,`, a property not.
std::string encoded(std::string_view text, std::string_view reserved) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char byte : text) {
    if (reserved.find(byte) == std::string_view::npos) {
      out += byte;
      continue;
    }
    out += '%';
    out += digits[static_cast<unsigned char>(byte) >> 4];
    out += digits[static_cast<unsigned char>(byte) & 0xf];
  }
  return out;
}

std::string message(std::string_view text) { return encoded(text, "%\r\n"); }
std::string property(std::string_view text) { return encoded(text, "%\r\n:,"); }

}  // namespace

void GithubReporter::begin(const RunStart& run) {
  console_.write("::stop-commands::" + token_ + "\n");
  for (const runner::LoadError& error : run.errors) {
    const std::string text = load_error_text(error, Style(false));
    annotate(errors_, "error", at(error.file, error.line), safe_line(error.file) + " does not load", text);
    if (summary_ == nullptr) continue;
    summary_->count_load_error();
    summary_->add_failure(safe_line(error.file) + " does not load", text);
  }
}

void GithubReporter::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  if (summary_ != nullptr) summary_->count(result);
  const bool failed = result.verdict == runner::Verdict::failed;
  if (!failed && result.verdict != runner::Verdict::flaky) return;
  const runner::Result& told = failed || result.earlier.empty() ? result : result.earlier.back();
  const runner::Failure first = told.failures.empty() ? runner::Failure{} : told.failures.front();
  const bool placed = first.line > 0 && !first.file.empty();
  annotate(failed ? errors_ : warnings_, failed ? "error" : "warning",
           placed ? at(first.file, first.line) : at(scenario.file, scenario.line),
           (failed ? "" : "flaky: ") + name_in_full(scenario, result),
           attempt_text(scenario, told, Style(false)));
  if (summary_ != nullptr)
    summary_->add_failure(place(scenario.file, scenario.line) + ": " + name_in_full(scenario, result),
                          failure_text(scenario, result, Style(false)));
}

void GithubReporter::end(const runner::SessionEnd& end, Duration elapsed) {
  const std::string why = why_stopped(end);
  std::string text = "::" + token_ + "::\n";
  if (!why.empty()) text += "::error title=parley::" + message(why.substr(0, why.size() - 1)) + "\n";
  for (Annotations* level : {&errors_, &warnings_}) {
    const std::size_t room = most_annotations - (level == &errors_ && !why.empty() ? 1 : 0);
    std::size_t shown = level->lines.size();
    // The last place goes to the words that say how many are missing.
    if (shown + level->dropped > room) shown = room - 1;
    for (std::size_t i = 0; i < shown; ++i) text += level->lines[i];
    const std::size_t missing = level->lines.size() + level->dropped - shown;
    if (missing > 0)
      text += std::string(level == &errors_ ? "::error" : "::warning") +
              " title=parley::" + std::to_string(missing) +
              " more; the log and the summary of the step tell of all\n";
  }
  console_.write(text);
  if (summary_ != nullptr) summary_->end(why, elapsed);
}

void GithubReporter::annotate(Annotations& level, const char* command, const std::string& place,
                              const std::string& title, const std::string& text) {
  if (level.lines.size() == most_annotations) {
    ++level.dropped;
    return;
  }
  level.lines.push_back(std::string("::") + command + " " + place +
                        ",title=" + property(shortened(title, largest_title)) +
                        "::" + message(shortened(text, largest_message)) + "\n");
}

std::string GithubReporter::at(const std::string& file, int line) const {
  std::error_code unknown;
  std::string path = file;
  if (!workspace_.empty()) {
    const auto relative =
        std::filesystem::absolute(file, unknown).lexically_normal().lexically_relative(workspace_);
    if (!relative.empty() && *relative.begin() != "..") path = relative.string();
  }
  std::string text = "file=" + property(safe_line(path));
  if (line > 0) text += ",line=" + std::to_string(line);
  return text;
}

std::string random_token() {
  std::array<char, 16> bytes{};
  // Up to 256 bytes come whole (getrandom(2)).
  while (::getrandom(bytes.data(), bytes.size(), 0) < 0) {
  }
  std::string token;
  for (const char digit : hex_dump({bytes.data(), bytes.size()}))
    if (digit != ' ') token += digit;
  return token;
}

}  // namespace parley::report
