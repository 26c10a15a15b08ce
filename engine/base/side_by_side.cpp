#include "engine/base/side_by_side.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace parley {
namespace {

constexpr std::size_t widest = 52;
constexpr std::size_t lines_before = 3;
constexpr std::size_t lines_after = 6;
constexpr std::string_view left_out = "...";

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view line_at(const Lines& lines, std::size_t number) {
  return number < lines.size() ? lines[number] : std::string_view();
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80; }

/// In characters, of which each is taken for one column wide.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

/// `line` in no more columns than there are, with what stands at `place` in it.
std::string fitted(std::string_view line, std::size_t place) {
  if (line.size() <= widest) return std::string(line);
  std::size_t begin = std::min(place, line.size());
  begin = begin < widest / 2 ? 0 : begin - widest / 2;
  while (begin > 0 && continues_character(line[begin])) --begin;
  std::string text = begin > 0 ? std::string(left_out) : std::string();
  const std::size_t room = widest - text.size();
  std::size_t end = std::min(line.size(), begin + room);
  if (end < line.size()) end -= left_out.size();
  while (end < line.size() && end > begin && continues_character(line[end])) --end;
  text += line.substr(begin, end - begin);
  if (end < line.size()) text += left_out;
  return text;
}

struct Row {
  std::string left;
  std::string right;
  bool same;
};

std::string print(const std::vector<Row>& rows) {
  std::size_t column = 0;
  for (const Row& row : rows) column = std::max(column, width(row.left));
  std::string text;
  for (const Row& row : rows) {
    text += row.left + std::string(column - width(row.left), ' ') + (row.same ? " |" : " !");
    if (!row.right.empty()) text += " " + row.right;
    text += "\n";
  }
  return text;
}

}  // namespace

std::string side_by_side(const Side& left, const Side& right) {
  const Lines a = lines_of(left.text);
  const Lines b = lines_of(right.text);
  const std::size_t all = std::max(a.size(), b.size());
  std::size_t first = 0;
  while (first < all && first < a.size() && first < b.size() && a[first] == b[first]) ++first;
  std::vector<Row> rows = {{std::string(left.title), std::string(right.title), true}};
  const std::size_t begin = first - std::min(first, lines_before);
  for (std::size_t i = begin; i < std::min(all, first + lines_after); ++i) {
    const std::string_view before = line_at(a, i);
    const std::string_view after = line_at(b, i);
    const auto place = std::mismatch(before.begin(), before.end(), after.begin(), after.end()).first;
    const auto offset = before == after ? 0 : static_cast<std::size_t>(place - before.begin());
    rows.push_back(
        {fitted(before, offset), fitted(after, offset), before == after && i < a.size() && i < b.size()});
  }
  return print(rows);
}

}  // namespace parley
