// Where everything stands in a drawing: columns for lifelines, rows for steps, in pixels. Text is measured by
// an estimate that is rather too wide, since fonts differ. svg.cpp draws by it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/diagram/diagram.hpp"

namespace parley::diagram {

struct Row {
  int top = 0;
  int height = 0;
  std::vector<std::string> lines;  ///< Of a note; of anything else one, the label.
  int left = 0;                    ///< Of a note's box.
  int width = 0;
};

struct Layout {
  explicit Layout(const Diagram& diagram);

  std::vector<int> columns;  ///< The x of each lifeline.
  std::vector<int> head_widths;
  std::vector<Row> rows;  ///< One for each step.
  int head_height = 0;
  int bottom = 0;  ///< Where lifelines end.
  int width = 0;
  int height = 0;
  bool has_feet = false;  ///< The names stand below, too.

 private:
  void place_columns(const Diagram& diagram);
  void widen(std::size_t low, std::size_t high, int needed);
  void place_rows(const Diagram& diagram);
  Row note_row(const Step& step) const;
  Row arrow_row(const Step& step) const;
  void keep_inside();

  std::vector<int> gaps_;
};

/// An estimate of how wide `text` is, in the fixed font of labels.
int label_width(const std::string& text);

constexpr int margin = 16;
constexpr int line_height = 16;

}  // namespace parley::diagram
