// What `run` and `list` have in common: from the paths of the command line to the scenarios that they lead
// to.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "bindings/program/commands.hpp"
#include "engine/runner/plan.hpp"

namespace parley::program {

struct Selection {
  std::vector<runner::Scenario> scenarios;  ///< Those that the filter lets through, in order.
  std::vector<runner::LoadError> errors;
  std::set<std::string> whole_files;  ///< Of which no scenario was left out.
  bool has_only = false;              ///< Some scenario is marked `only`: the others were left out.
  bool usage_error = false;           ///< Some path was bad, or there was none; the user has been told.
  bool gap = false;  ///< A path holds no scenario, or the filter matches none; the user has been told.
};

/// Finds and loads; says on the error stream what is wrong with a path.
Selection select(const Settings& settings, runner::ScriptHost& host, Console& console);

/// The exit code of a selection by itself, `failed` telling whether something failed: bad paths first, then
/// failures, then gaps.
int exit_code_of(const Selection& selection, bool failed);

}  // namespace parley::program
