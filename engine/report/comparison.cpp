#include "engine/report/comparison.hpp"

#include <algorithm>

#include "engine/base/diff.hpp"
#include "engine/report/diff_lines.hpp"
#include "engine/report/divergence.hpp"
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

}  // namespace

std::string comparison_text(std::string_view expected, std::string_view actual, const Style& style) {
  const std::string left = safe_block(expected);
  const std::string right = safe_block(actual);
  if (is_short(left) && is_short(right))
    return "expected: " + style.good(left) + "\n  actual: " + style.bad(right) + "\n";
  if (left == right) return "expected and actual print alike:\n" + indented(left, "  ");
  return difference_text(left, right, style);
}

std::string difference_text(std::string_view expected, std::string_view actual, const Style& style) {
  if (expected == actual) return {};
  const std::string place = divergence_in_words(expected, actual);
  std::string left = broken(safe_block(expected));
  std::string right = broken(safe_block(actual));
  // Then the end of the last line is no difference.
  if (!left.empty() && !right.empty() && !left.ends_with('\n') && !right.ends_with('\n')) {
    left += '\n';
    right += '\n';
  }
  return (place.empty() ? "" : "first difference: " + place + "\n") + style.bad("-expected") + " " +
         style.good("+actual") + "\n" + diff_lines(diff(left, right), style);
}

}  // namespace parley::report
