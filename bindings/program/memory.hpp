// What the commands remember from one run to the next: the history of the project. Trouble with it is said on
// the error stream, once, and never ends a command.
#pragma once

#include <vector>

#include "bindings/program/commands.hpp"
#include "engine/runner/history_file.hpp"

namespace parley::program {

class Memory {
 public:
  explicit Memory(Console& console) : console_(console), file_(runner::find_history()) {}

  const runner::Project& project() const { return file_.project; }
  /// False where neither $XDG_STATE_HOME nor $HOME says where a history could be.
  bool has_place() const { return file_.has_place(); }

  /// Fills in what is known of each scenario.
  void recall(std::vector<runner::Scenario>& scenarios);
  /// Adds a run that has just ended.
  void keep(const runner::HistoryChanges& changes);

 private:
  void complain_of(const char* trouble, const Error& error, const char* consequence);

  Console& console_;
  runner::HistoryFile file_;
  bool complained_ = false;
};

}  // namespace parley::program
