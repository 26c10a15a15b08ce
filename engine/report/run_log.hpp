// What a page keeps of the events of one run of a scenario: all of a short one, of a long one the beginning
// and the end. The HTML report fills it, and asks for it as JSON when the scenario is over.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "engine/runner/session.hpp"
#include "engine/transcript/event.hpp"

namespace parley::report {

class RunLog {
 public:
  /// How many events are kept: the first ones, and the last ones.
  static constexpr std::size_t first_ones = 2000;
  static constexpr std::size_t last_ones = 500;

  explicit RunLog(const runner::RunOf& run) : run_(run) {}

  void add(const std::vector<transcript::Event>& events);
  const runner::RunOf& run() const { return run_; }

  /// A JSON object: the events as short arrays (page/20-events.js reads them), how many are left out, how the
  /// streams were cut, and the sequence diagram, of the events before those that are left out, as the text of
  /// an SVG.
  std::string to_json() const;

 private:
  std::vector<transcript::Event> in_one_piece() const;

  runner::RunOf run_;
  std::vector<transcript::Event> first_;
  std::deque<transcript::Event> last_;
  std::size_t left_out_ = 0;
};

}  // namespace parley::report
