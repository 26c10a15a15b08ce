#include "engine/report/terminal.hpp"

#include "engine/report/failure_text.hpp"
#include "engine/report/stopped.hpp"
#include "engine/report/text.hpp"

namespace parley::report {

using runner::Verdict;

TerminalReporter::TerminalReporter(Sink& sink, Style style, bool verbose)
    : sink_(sink), style_(style), verbose_(verbose) {}

void TerminalReporter::begin(const RunStart& run) {
  const std::string* broken = nullptr;
  for (const runner::LoadError& error : run.errors) {
    load_failures_ += "\n" + load_error_text(error, style_);
    ++tally_.failed;
    if (broken != nullptr && *broken == error.file) continue;
    broken = &error.file;
    ++broken_files_;
    sink_.write(style_.strong(safe_line(error.file)) + "\n  " + style_.bad("FAIL") + " does not load\n");
  }
  for (const runner::Scenario& scenario : run.plan) ++files_[file_number(scenario.file)].planned;
  planned_ = run.plan.size();
}

std::size_t TerminalReporter::file_number(const std::string& name) {
  const auto [known, is_new] = file_numbers_.try_emplace(name, files_.size());
  if (is_new) files_.push_back({name, 0, 0, {}});
  return known->second;
}

void TerminalReporter::scenario_started(const runner::Scenario& scenario) {
  running_.emplace(std::pair(file_number(scenario.file), scenario.index),
                   safe_line(scenario.name) + " (" + place(scenario.file, scenario.line) + ")");
}

void TerminalReporter::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  tally_.count(result);
  ++finished_;
  const bool was_live = live_.has(scenario);
  sink_.write(live_.finish(scenario));
  const std::size_t number = file_number(scenario.file);
  const auto running = running_.find(std::pair(number, scenario.index));
  if (running != running_.end()) running_.erase(running);
  File& file = files_[number];
  ++file.finished;
  file.held += line(scenario, result);
  if (result.verdict == Verdict::failed || result.verdict == Verdict::flaky)
    failures_.emplace(std::pair(number, scenario.index), failure_text(scenario, result, style_));
  else if (verbose_)
    file.held += indented(was_live ? exchange_text(result, style_) : traffic_text(result, style_), "  ");
  advance();
}

void TerminalReporter::role_printed(const runner::Scenario& scenario, const runner::Output& output) {
  sink_.write(live_.add(scenario, output));
}

void TerminalReporter::scenario_slow(const runner::Scenario& scenario, Duration so_far) {
  sink_.write("  " + style_.odd("slow") + " " + safe_line(scenario.name) + ": still runs after " +
              in_words(so_far) + " (" + place(scenario.file, scenario.line) + ")\n");
}

/// What stands behind the name of a scenario that passed.
std::string TerminalReporter::remark(const runner::Result& result) const {
  const std::string time = in_words(result.elapsed) + (result.not_cut ? ", not cut" : "");
  if (result.verdict == Verdict::flaky)
    return style_.odd("(" + time + ", flaky: passed in attempt " + std::to_string(result.earlier.size() + 1) +
                      ")");
  if (result.verdict == Verdict::expected_failure)
    return style_.faint("(" + time + ", failed as expected: " + safe_line(result.skip_reason) + ")");
  return style_.faint("(" + time + ")");
}

std::string TerminalReporter::line(const runner::Scenario& scenario, const runner::Result& result) const {
  const std::string name = name_in_full(scenario, result);
  if (result.verdict == Verdict::skipped)
    return "  " + style_.odd("skip") + " " + name + ": " + safe_line(result.skip_reason) + "\n";
  if (result.verdict == Verdict::failed) return "  " + style_.bad("FAIL") + " " + name + "\n";
  return "  " + style_.good("ok") + "   " + name + " " + remark(result) + "\n";
}

void TerminalReporter::show_file(const File& file) {
  if (file.held.empty()) return;
  const std::string header = header_printed_ ? "" : style_.strong(safe_line(file.name)) + "\n";
  header_printed_ = true;
  sink_.write(header + file.held);
}

void TerminalReporter::advance() {
  for (; on_show_ < files_.size(); ++on_show_, header_printed_ = false) {
    File& file = files_[on_show_];
    show_file(file);
    file.held.clear();
    if (file.finished < file.planned) return;
  }
}

void TerminalReporter::end(const runner::SessionEnd& end, Duration elapsed) {
  for (; on_show_ < files_.size(); ++on_show_, header_printed_ = false) show_file(files_[on_show_]);
  std::string text = load_failures_;
  for (const auto& [key, failure] : failures_) text += "\n" + failure;
  sink_.write(text + summary(end, elapsed));
}

std::string TerminalReporter::summary(const runner::SessionEnd& end, Duration elapsed) const {
  std::string text = planned_ + tally_.failed > 0 ? "\n" : "";
  text += why_stopped(end);
  if (finished_ < planned_) {
    text += counted(planned_ - finished_, "scenario") + " did not finish\n";
    for (const auto& [key, words] : running_) text += "  it ran: " + words + "\n";
  }
  std::string size = counted(files_.size() + broken_files_, "file") + " in " + in_words(elapsed);
  if (tally_.flaky > 0) size += ", " + std::to_string(tally_.flaky) + " flaky";
  if (tally_.expected_failures > 0)
    size += ", " + std::to_string(tally_.expected_failures) + " failed as expected";
  text += (tally_.failed == 0 ? style_.good(size) : style_.bad(size)) + "\n";
  // The last line is for programs too, so it is never painted.
  return text + tally_.to_string() + "\n";
}

}  // namespace parley::report
