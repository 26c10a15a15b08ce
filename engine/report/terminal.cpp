#include "engine/report/terminal.hpp"

#include "engine/report/failure_text.hpp"
#include "engine/report/text.hpp"
#include "engine/runner/signal_name.hpp"

namespace parley::report {

using runner::Verdict;

TerminalReporter::TerminalReporter(Sink& sink, Style style, bool verbose)
    : sink_(sink), style_(style), verbose_(verbose) {}

void TerminalReporter::begin(const std::vector<runner::LoadError>& errors,
                             const std::vector<runner::Scenario>& plan) {
  const std::string* broken = nullptr;
  for (const runner::LoadError& error : errors) {
    load_failures_ += "\n" + load_error_text(error, style_);
    ++tally_.failed;
    if (broken != nullptr && *broken == error.file) continue;
    broken = &error.file;
    ++broken_files_;
    sink_.write(style_.strong(safe_line(error.file)) + "\n  " + style_.bad("FAIL") + " does not load\n");
  }
  for (const runner::Scenario& scenario : plan) ++files_[file_number(scenario.file)].planned;
  planned_ = plan.size();
}

std::size_t TerminalReporter::file_number(const std::string& name) {
  const auto [known, is_new] = file_numbers_.try_emplace(name, files_.size());
  if (is_new) files_.push_back({name, 0, 0, {}});
  return known->second;
}

void TerminalReporter::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  count(result);
  const std::size_t number = file_number(scenario.file);
  File& file = files_[number];
  ++file.finished;
  file.held += line(scenario, result);
  if (result.verdict == Verdict::failed)
    failures_[{number, scenario.index}] = failure_text(scenario, result, style_);
  else if (verbose_)
    file.held += indented(traffic_text(result, style_), "  ");
  advance();
}

void TerminalReporter::count(const runner::Result& result) {
  ++finished_;
  if (result.verdict == Verdict::passed) ++tally_.passed;
  if (result.verdict == Verdict::skipped) ++tally_.skipped;
  if (result.verdict != Verdict::failed) return;
  ++tally_.failed;
  for (const runner::Failure& failure : result.failures)
    if (failure.kind == runner::Failure::Kind::infrastructure) tally_.infrastructure = true;
}

std::string TerminalReporter::line(const runner::Scenario& scenario, const runner::Result& result) const {
  const std::string name = safe_line(scenario.name);
  if (result.verdict == Verdict::skipped)
    return "  " + style_.odd("skip") + " " + name + ": " + safe_line(result.skip_reason) + "\n";
  if (result.verdict == Verdict::failed) return "  " + style_.bad("FAIL") + " " + name + "\n";
  return "  " + style_.good("ok") + "   " + name + " " + style_.faint("(" + in_words(result.elapsed) + ")") +
         "\n";
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
  if (end.signal != 0) text += "stopped by " + runner::signal_in_words(end.signal) + "\n";
  if (end.failure) text += "stopped: " + safe_line(end.failure.to_string()) + "\n";
  if (finished_ < planned_) text += counted(planned_ - finished_, "scenario") + " did not finish\n";
  const std::string size = counted(files_.size() + broken_files_, "file") + " in " + in_words(elapsed);
  text += (tally_.failed == 0 ? style_.good(size) : style_.bad(size)) + "\n";
  // The last line is for programs too, so it is never painted.
  return text + std::to_string(tally_.passed) + " passed, " + std::to_string(tally_.failed) + " failed, " +
         std::to_string(tally_.skipped) + " skipped\n";
}

}  // namespace parley::report
