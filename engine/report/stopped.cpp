#include "engine/report/stopped.hpp"

#include "engine/report/text.hpp"
#include "engine/runner/signal_name.hpp"

namespace parley::report {

std::string why_stopped(const runner::SessionEnd& end) {
  std::string lines;
  if (end.signal != 0) lines += "stopped by " + runner::signal_in_words(end.signal) + "\n";
  if (end.failure) lines += "stopped: " + safe_line(end.failure.to_string()) + "\n";
  if (!end.early.empty()) lines += "stopped: " + safe_line(end.early) + "\n";
  return lines;
}

}  // namespace parley::report
