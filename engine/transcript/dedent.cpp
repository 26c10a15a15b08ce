#include "engine/transcript/dedent.hpp"

#include <algorithm>
#include <vector>

namespace parley::transcript {

namespace {

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::string_view indentation(std::string_view line) {
  return line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

std::string_view common_start(std::string_view a, std::string_view b) {
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return a.substr(0, static_cast<std::size_t>(differ.first - a.begin()));
}

}  // namespace

std::string dedent(std::string_view text) {
  std::vector<std::string_view> lines = lines_of(text);
  if (!lines.empty() && is_blank(lines.front())) lines.erase(lines.begin());
  if (!lines.empty() && is_blank(lines.back())) lines.pop_back();

  bool first = true;
  std::string_view common;
  for (std::string_view line : lines) {
    if (is_blank(line)) continue;
    common = first ? indentation(line) : common_start(common, indentation(line));
    first = false;
  }
  std::string out;
  for (std::string_view line : lines) {
    if (is_blank(line)) {
      if (line.back() == '\n') out += '\n';
    } else {
      out += line.substr(common.size());
    }
  }
  return out;
}

}  // namespace parley::transcript
