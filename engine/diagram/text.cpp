// A diagram on a terminal: a column for each lifeline, a line for each step, and beside it what it says.
//
//   client         server
//     ├──────────────▷│      connect 127.0.0.1:80
//     ├──────────────▶│      "Hello"
//     │◀──────────────┤      "Hello"
//     │               ●      recv: TimeoutError: timed out
#include <algorithm>

#include "engine/diagram/diagram.hpp"
#include "engine/diagram/words.hpp"

namespace parley::diagram {
namespace {

using Kind = Step::Kind;

constexpr std::size_t widest_name = 30;

/// What an arrow is drawn with.
struct Stroke {
  const char* line;
  const char* right;
  const char* left;
};

Stroke stroke_of(Kind kind) {
  switch (kind) {
    case Kind::connect:
    case Kind::query:
    case Kind::alert:
    case Kind::note:
      return {"╌", "▷", "◁"};
    case Kind::eof:
      return {"─", "▷", "◁"};
    case Kind::lost:
    case Kind::refused:
      return {"╌", "✗", "✗"};
    case Kind::reset:
      return {"═", "✗", "✗"};
    default:
      return {"─", "▶", "◀"};
  }
}

class Chart {
 public:
  explicit Chart(const Diagram& diagram) : diagram_(diagram) {
    for (const Participant& participant : diagram.participants) {
      names_.push_back(shortened(title(participant), widest_name));
      const std::size_t width = std::max<std::size_t>(cells(names_.back()) + 2, 10);
      // The lifeline is under the middle of the name.
      columns_.push_back(width_ + (cells(names_.back()) + 1) / 2);
      width_ += width;
    }
  }

  std::string draw() const {
    if (diagram_.steps.empty()) return "nothing was exchanged\n";
    std::string text = heads();
    for (const Step& step : diagram_.steps) text += row(step);
    return text;
  }

 private:
  std::string heads() const {
    std::string line;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const std::size_t begin = columns_[i] - (cells(names_[i]) + 1) / 2;
      line.append(begin - std::min(begin, cells(line)), ' ').append(names_[i]);
    }
    return names_.empty() ? line : line + "\n";
  }

  /// A line of cells, each of them a character of UTF-8.
  std::vector<std::string> lifelines() const {
    std::vector<std::string> cells(width_, " ");
    for (const std::size_t column : columns_) cells[column] = "│";
    return cells;
  }

  std::string row(const Step& step) const {
    const std::string words = label(step, room_of_line(step));
    std::vector<std::string> cells = lifelines();
    if (step.kind == Kind::failure || step.kind == Kind::folded) {
      const std::string mark = step.kind == Kind::failure ? "✗ " : "";
      if (step.kind == Kind::folded)
        for (const std::size_t column : columns_) cells[column] = "┊";
      return line_of(cells, mark + words);
    }
    if (step.from >= 0 && step.to >= 0 && step.from != step.to)
      arrow(step, cells);
    else if (step.from >= 0)
      cells[column(step.from)] = step.from == step.to ? "↺" : is_trouble(step.kind) ? "●" : "○";
    return line_of(cells, words);
  }

  std::size_t column(int participant) const { return columns_[static_cast<std::size_t>(participant)]; }

  void arrow(const Step& step, std::vector<std::string>& cells) const {
    const Stroke stroke = stroke_of(step.kind);
    const bool to_right = column(step.from) < column(step.to);
    const std::size_t low = std::min(column(step.from), column(step.to));
    const std::size_t high = std::max(column(step.from), column(step.to));
    for (std::size_t i = low + 1; i < high; ++i) cells[i] = cells[i] == " " ? stroke.line : "┼";
    const bool is_span = step.kind == Kind::note;
    cells[column(step.from)] = is_span ? "○" : to_right ? "├" : "┤";
    // The tip stands beside the lifeline that it points at.
    if (is_span)
      cells[column(step.to)] = "○";
    else
      cells[to_right ? high - 1 : low + 1] = to_right ? stroke.right : stroke.left;
  }

  static std::string line_of(const std::vector<std::string>& cells, const std::string& words) {
    std::string line;
    for (const std::string& cell : cells) line += cell;
    return line + "  " + words + "\n";
  }

  const Diagram& diagram_;
  std::vector<std::string> names_;
  std::vector<std::size_t> columns_;
  std::size_t width_ = 0;
};

}  // namespace

std::string to_text(const Diagram& diagram) { return Chart(diagram).draw(); }

}  // namespace parley::diagram
