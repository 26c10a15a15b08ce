#include "engine/report/comparison.hpp"

#include <algorithm>

#include "engine/base/diff.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

constexpr std::size_t short_enough = 72;

bool is_short(std::string_view value) {
  return value.size() <= short_enough && value.find('\n') == std::string_view::npos;
}

/// One line of escaped text as several: broken after each `\n` that stands in it and is not its end.
std::string broken(std::string_view value) {
  if (value.find('\n') != std::string_view::npos) return std::string(value);
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    out += value[i];
    if (value[i] != '\\' || i + 1 == value.size()) continue;
    out += value[++i];
    if (value[i] == 'n' && i + 2 < value.size()) out += '\n';  // more than a closing quote follows
  }
  return out;
}

std::string painted(std::string_view lines, const Style& style) {
  std::string out;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    out += line.starts_with('-')   ? style.bad(line)
           : line.starts_with('+') ? style.good(line)
           : line.starts_with('@') ? style.faint(line)
                                   : std::string(line);
    out += "\n";
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return out;
}

}  // namespace

std::string comparison_text(std::string_view expected, std::string_view actual, const Style& style) {
  std::string left = safe_block(expected);
  std::string right = safe_block(actual);
  if (is_short(left) && is_short(right))
    return "expected: " + style.good(left) + "\n  actual: " + style.bad(right) + "\n";
  if (left == right) return "expected and actual print alike:\n" + indented(left, "  ");
  left = broken(left);
  right = broken(right);
  if (!left.ends_with('\n') && !right.ends_with('\n')) {  // then the end of the last line is no difference
    left += '\n';
    right += '\n';
  }
  return style.bad("-expected") + " " + style.good("+actual") + "\n" + painted(diff(left, right), style);
}

}  // namespace parley::report
