#include "engine/diagram/svg_layout.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/diagram/words.hpp"

namespace parley::diagram {
namespace {

using Kind = Step::Kind;

constexpr int narrowest_gap = 120;
constexpr int beside_label = 44;  ///< What an arrow is longer than its label.
constexpr std::size_t many_steps = 14;
constexpr std::size_t name_room = 26;

/// Letters of the fixed font are 0.6 em in most systems, at 12 pixels.
constexpr int label_pixels(std::size_t cells) { return static_cast<int>(cells * 74 / 10); }

int name_pixels(const Participant& participant) {
  const std::size_t name = cells(shortened(participant.name, name_room));
  const std::size_t detail = cells(shortened(participant.detail, name_room));
  return static_cast<int>(std::max(name * 86 / 10, detail * 7)) + 28;
}

/// How long a label may make the gap between two lifelines, in letters: many of them have less room each.
std::size_t letters_of_gap(std::size_t participants) {
  if (participants <= 3) return 54;
  return participants <= 5 ? 36 : 30;
}

}  // namespace

int label_width(const std::string& text) { return label_pixels(cells(text)); }

Layout::Layout(const Diagram& diagram) : has_feet(diagram.steps.size() > many_steps) {
  const bool has_details = std::any_of(
      diagram.participants.begin(), diagram.participants.end(), [](const Participant& participant) {
        return !participant.detail.empty() || participant.kind == Participant::Kind::process ||
               participant.kind == Participant::Kind::outside;
      });
  head_height = has_details ? 44 : 32;
  place_columns(diagram);
  place_rows(diagram);
  keep_inside();
}

/// The gaps from `low` to `high` together are at least as wide as `needed`.
void Layout::widen(std::size_t low, std::size_t high, int needed) {
  int sum = 0;
  for (std::size_t i = low; i < high; ++i) sum += gaps_[i];
  const int missing = needed - sum;
  const int parts = static_cast<int>(high - low);
  for (std::size_t i = low; missing > 0 && i < high; ++i) gaps_[i] += (missing + parts - 1) / parts;
}

void Layout::place_columns(const Diagram& diagram) {
  for (const Participant& participant : diagram.participants) head_widths.push_back(name_pixels(participant));
  const std::size_t count = diagram.participants.size();
  for (std::size_t i = 0; i + 1 < count; ++i)
    gaps_.push_back(std::max(narrowest_gap, (head_widths[i] + head_widths[i + 1]) / 2 + 20));
  const std::size_t letters = letters_of_gap(count);
  // Short arrows first: a long one has the room that they made.
  for (std::size_t span = 1; span < count; ++span)
    for (const Step& step : diagram.steps) {
      if (step.from < 0 || step.to < 0 || is_note(step.kind)) continue;
      const auto low = static_cast<std::size_t>(std::min(step.from, step.to));
      const auto high = static_cast<std::size_t>(std::max(step.from, step.to));
      if (high - low == span) widen(low, high, label_width(label(step, letters * span)) + beside_label);
    }
  int x = margin + (count > 0 ? head_widths[0] / 2 : 0);
  for (std::size_t i = 0; i < count; ++i) {
    columns.push_back(x);
    if (i < gaps_.size()) x += gaps_[i];
  }
  width = count > 0 ? columns.back() + head_widths.back() / 2 + margin : 2 * margin + label_pixels(24);
}

void Layout::place_rows(const Diagram& diagram) {
  int y = margin + head_height + 10;
  for (const Step& step : diagram.steps) {
    Row row = is_note(step.kind) ? note_row(step) : arrow_row(step);
    row.top = y;
    y += row.height;
    rows.push_back(std::move(row));
  }
  if (diagram.steps.empty()) y += 30;
  bottom = y + 8;
  height = bottom + (has_feet ? head_height : 0) + margin;
}

Row Layout::note_row(const Step& step) const {
  Row row;
  const int left = columns.empty() ? margin : columns.front();
  const int right = columns.empty() ? margin : columns.back();
  const bool is_over_all = step.from < 0;
  const int from = is_over_all ? left : columns[static_cast<std::size_t>(step.from)];
  const int to = is_over_all ? right : step.to >= 0 ? columns[static_cast<std::size_t>(step.to)] : from;
  const int span = std::abs(to - from);
  const auto room = std::max<std::size_t>(is_over_all ? 60 : 40, static_cast<std::size_t>(span) / 8);
  row.lines = wrapped(label(step, room * 6), room, 6);
  int widest = 0;
  for (const std::string& line : row.lines) widest = std::max(widest, label_width(line));
  row.width = std::max(widest + 24, span > 0 ? span + 40 : 0);
  row.left = (from + to) / 2 - row.width / 2;
  const int box = static_cast<int>(row.lines.size()) * line_height + 10;
  row.height = step.kind == Kind::folded ? 40 : box + 12;
  return row;
}

Row Layout::arrow_row(const Step& step) const {
  Row row;
  const bool is_loop = step.from == step.to;
  const int span =
      std::abs(columns[static_cast<std::size_t>(step.to)] - columns[static_cast<std::size_t>(step.from)]);
  const std::size_t room = is_loop ? 60 : static_cast<std::size_t>((span - beside_label + 8) * 10 / 74);
  row.lines = {label(step, room)};
  row.width = label_width(row.lines[0]);
  row.left =
      std::min(columns[static_cast<std::size_t>(step.from)], columns[static_cast<std::size_t>(step.to)]) +
      (is_loop ? 40 : (span - row.width) / 2);
  row.height = is_loop ? 42 : 36;
  return row;
}

/// Moves all to the right where something would stand beyond the left margin, and makes room to the right.
void Layout::keep_inside() {
  int leftmost = margin;
  for (const Row& row : rows) leftmost = std::min(leftmost, row.left);
  const int shift = margin - leftmost;
  for (int& column : columns) column += shift;
  width += shift;
  for (Row& row : rows) {
    row.left += shift;
    width = std::max(width, row.left + row.width + margin);
  }
}

}  // namespace parley::diagram
