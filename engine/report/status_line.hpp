// One line at the bottom of a terminal that is rewritten in place. It is a sink in front of another one: what
// is written goes above the line, which vanishes until it is shown again.
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/report/sink.hpp"

namespace parley::report {

class StatusLine final : public Sink {
 public:
  explicit StatusLine(Sink& terminal) : terminal_(terminal) {}

  /// `text` consists of whole lines.
  void write(std::string_view text) override;
  Error error() const override { return terminal_.error(); }

  /// Shows as much of `line` as fits into `width` columns; it is safe to print and of one line.
  void show(std::string_view line, std::size_t width);
  void hide() { write({}); }
  bool shown() const { return shown_; }

 private:
  Sink& terminal_;
  bool shown_ = false;
};

/// How many columns the terminal at `fd` has at the moment; 80 where it does not say.
std::size_t terminal_width(int fd);

/// The beginning of `line` that fits into `width` columns for certain: what is not ASCII may take two.
std::string_view fitting(std::string_view line, std::size_t width);

}  // namespace parley::report
