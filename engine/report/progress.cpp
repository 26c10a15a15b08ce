#include "engine/report/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/report/text.hpp"

namespace parley::report {
namespace {

constexpr Duration pause = std::chrono::milliseconds(100);

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

void Progress::scenario_started(const runner::Scenario& scenario) {
  running_.push_back(&scenario);
  changed_ = true;
}

void Progress::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  // Of two rounds of --repeat at once, one.
  const auto found = std::find(running_.begin(), running_.end(), &scenario);
  if (found != running_.end()) running_.erase(found);
  tally_.count(result);
  changed_ = true;
}

Duration Progress::idle() {
  if (!changed_ && line_.shown()) return Duration::max();
  const Instant now = clock_.now();
  if (now < next_) return next_ - now;
  line_.show(text(), width_());
  next_ = now + pause;
  changed_ = false;
  return Duration::max();
}

void Progress::end(const runner::SessionEnd&, Duration) { line_.hide(); }

std::string Progress::text() const {
  std::string text = "[" + std::to_string(tally_.total()) + "/" + std::to_string(planned_) + "]";
  if (tally_.failed > 0) text += " " + std::to_string(tally_.failed) + " failed";
  if (tally_.skipped > 0) text += " " + std::to_string(tally_.skipped) + " skipped";
  std::string_view before = " ";
  for (const runner::Scenario* scenario : running_) {
    text.append(before).append(safe_line(scenario->name));
    before = ", ";
  }
  return text;
}

bool somebody_looks_on(int fd) {
  const std::string_view terminal = variable("TERM");
  return variable("CI").empty() && !terminal.empty() && terminal != "dumb" && ::isatty(fd) == 1;
}

}  // namespace parley::report
