#include "engine/report/diff_lines.hpp"

#include <algorithm>
#include <vector>

#include "engine/base/changed.hpp"
#include "engine/base/escape.hpp"

namespace parley::report {
namespace {

constexpr std::size_t widest = 160;      // bytes of a line that are shown
constexpr std::size_t kept_around = 50;  // bytes on either side of a change in a line that is longer

struct Line {
  char mark;
  std::string text;
  Span changed;
};

/// With the blanks at its end and its tabs escaped: nobody sees them else.
std::string visible(std::string_view text) {
  const std::size_t last = text.find_last_not_of(' ');
  const std::size_t end = last == std::string_view::npos ? 0 : last + 1;
  std::string out;
  for (const char c : text.substr(0, end)) {
    if (c == '\t')
      out += "\\t";
    else
      out += c;
  }
  for (std::size_t i = end; i < text.size(); ++i) out += "\\x20";
  return out;
}

std::vector<Line> lines_of(std::string_view diff) {
  std::vector<Line> lines;
  while (!diff.empty()) {
    const std::size_t end = std::min(diff.find('\n'), diff.size());
    const char mark = diff.front();
    const std::string_view text = diff.substr(1, end - 1);
    lines.push_back({mark, mark == '-' || mark == '+' ? visible(text) : std::string(text), {}});
    diff.remove_prefix(std::min(end + 1, diff.size()));
  }
  return lines;
}

/// The next run of lines with this mark, from `at` on; `at` is behind it then. The note of a missing newline
/// is no line.
std::vector<Line*> run_of(std::vector<Line>& lines, std::size_t& at, char mark) {
  std::vector<Line*> run;
  for (; at < lines.size() && (lines[at].mark == mark || (lines[at].mark == '\\' && !run.empty())); ++at)
    if (lines[at].mark == mark) run.push_back(&lines[at]);
  return run;
}

/// The first line that went and the first that came are one that changed, and so on.
void mark_changes(std::vector<Line>& lines) {
  for (std::size_t at = 0; at < lines.size();) {
    const std::vector<Line*> before = run_of(lines, at, '-');
    const std::vector<Line*> after = run_of(lines, at, '+');
    for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
      const auto [a, b] = changed_parts(before[i]->text, after[i]->text);
      before[i]->changed = a;
      after[i]->changed = b;
    }
    if (before.empty() && after.empty()) ++at;
  }
}

/// Leaves what is around the change of a line that is too long; of one without, its beginning.
void cut(Line& line) {
  if (line.text.size() <= widest) return;
  Span& changed = line.changed;
  const bool marked = changed.to > 0;
  const std::size_t from = marked && changed.from > kept_around ? changed.from - kept_around : 0;
  const std::size_t size = marked ? std::min(changed.to - from + kept_around, widest) : widest;
  std::string_view rest = line.text;
  rest.remove_prefix(from);
  std::size_t skipped = 0;
  while (skipped < rest.size() && (static_cast<unsigned char>(rest[skipped]) & 0xc0U) == 0x80) ++skipped;
  rest = without_partial_character(rest.substr(skipped, size));
  const bool is_end = from + skipped + rest.size() == line.text.size();
  std::string out = (from > 0 ? "..." : "") + std::string(rest) + (is_end ? "" : "...");
  const auto moved = [&](std::size_t place) {
    const std::size_t base = from + skipped;
    return std::min(place > base ? place - base : 0, rest.size()) + (from > 0 ? 3 : 0);
  };
  changed = {moved(changed.from), moved(changed.to)};
  line.text = std::move(out);
}

/// How many columns a text takes, as far as one character is one column.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; }));
}

std::string carets(const Line& line) {
  const std::string_view text = line.text;
  const std::size_t before = columns(text.substr(0, line.changed.from));
  const std::size_t under = columns(text.substr(line.changed.from, line.changed.to - line.changed.from));
  return "?" + std::string(before, ' ') + std::string(under, '^') + "\n";
}

std::string painted_change(const Line& line, const Style& style) {
  const auto paint = [&](std::string_view text) {
    return line.mark == '-' ? style.bad(text) : style.good(text);
  };
  const std::string whole = line.mark + line.text;
  const std::size_t from = line.changed.from + 1;
  const std::size_t to = line.changed.to + 1;
  if (line.changed.empty()) return paint(whole) + "\n";
  if (!style.is_colored()) return whole + "\n" + carets(line);
  return paint(whole.substr(0, from)) + style.reversed(paint(whole.substr(from, to - from))) +
         paint(whole.substr(to)) + "\n";
}

std::string painted(const Line& line, const Style& style) {
  if (line.mark == '-' || line.mark == '+') return painted_change(line, style);
  const std::string whole = line.mark + line.text;
  return (line.mark == ' ' ? (line.text.empty() ? "" : whole) : style.faint(whole)) + "\n";
}

}  // namespace

std::string diff_lines(std::string_view diff, const Style& style) {
  std::vector<Line> lines = lines_of(diff);
  mark_changes(lines);
  std::string out;
  for (Line& line : lines) {
    cut(line);
    out += painted(line, style);
  }
  return out;
}

}  // namespace parley::report
