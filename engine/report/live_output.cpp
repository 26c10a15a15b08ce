#include "engine/report/live_output.hpp"

#include "engine/report/text.hpp"

namespace parley::report {
namespace {

std::string as_lines(const runner::Scenario& scenario, const std::string& role, std::string_view text) {
  return indented(safe_block(text), "  " + safe_line(scenario.name) + ": " + safe_line(role) + " | ");
}

}  // namespace

std::string LiveOutput::add(const runner::Scenario& scenario, const runner::Output& output) {
  std::string& waiting = unfinished_[{scenario.file, scenario.index}][output.role];
  waiting += output.text;
  const std::size_t end = waiting.rfind('\n');
  if (end == std::string::npos) return {};
  std::string lines = as_lines(scenario, output.role, std::string_view(waiting).substr(0, end + 1));
  waiting.erase(0, end + 1);
  return lines;
}

bool LiveOutput::has(const runner::Scenario& scenario) const {
  return unfinished_.count({scenario.file, scenario.index}) > 0;
}

std::string LiveOutput::finish(const runner::Scenario& scenario) {
  std::string lines;
  const auto found = unfinished_.find({scenario.file, scenario.index});
  if (found == unfinished_.end()) return lines;
  for (const auto& [role, text] : found->second) lines += as_lines(scenario, role, text);
  unfinished_.erase(found);
  return lines;
}

}  // namespace parley::report
