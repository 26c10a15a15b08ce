#include "engine/report/text.hpp"

#include <algorithm>
#include <cstdio>

#include "engine/base/escape.hpp"

namespace parley::report {
namespace {

/// Escapes all but the characters in `kept`, which stand for themselves here and not in quoted().
std::string safe(std::string_view text, std::string_view kept) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(kept), text.size());
    const std::string run = quoted(text.substr(0, end));
    out.append(run, 1, run.size() - 2);
    if (end < text.size()) out += text[end];
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

std::string safe_line(std::string_view text) { return safe(text, "\"\\"); }

std::string safe_block(std::string_view text) { return safe(text, "\"\\\n\t"); }

std::string shortened(std::string_view text, std::size_t size) {
  constexpr std::string_view mark = "...";
  if (text.size() <= size) return std::string(text);
  return std::string(without_partial_character(text.substr(0, size - mark.size()))).append(mark);
}

std::string indented(std::string_view text, std::string_view prefix) {
  const std::string_view bare = prefix.substr(0, prefix.find_last_not_of(' ') + 1);
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    // An empty line is left without the blanks that would end it.
    out.append(end == 0 ? bare : prefix).append(text.substr(0, end)).append("\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string in_words(Duration duration) {
  const auto milliseconds = std::chrono::round<std::chrono::milliseconds>(duration).count();
  if (milliseconds < 1000) return std::to_string(milliseconds) + " ms";
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", seconds(duration));
  return text;
}

std::string in_utc(std::time_t time) {
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::string in_seconds(Duration duration) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", seconds(duration));
  return text;
}

std::string counted(std::size_t number, std::string_view noun) {
  return std::to_string(number).append(" ").append(noun).append(number == 1 ? "" : "s");
}

std::string place(std::string_view file, int line) {
  std::string text = safe_line(file);
  if (line > 0) text.append(":").append(std::to_string(line));
  return text;
}

}  // namespace parley::report
