// What `run` and `list` have in common: from the paths of the command line to the scenarios that they lead
// to.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/program/commands.hpp"
#include "bindings/program/memory.hpp"
#include "engine/report/reporter.hpp"
#include "engine/runner/plan.hpp"
#include "engine/runner/signal_watch.hpp"

namespace parley::program {

struct Selection {
  std::vector<runner::Scenario> scenarios;  ///< Those that the filter lets through, in order.
  std::vector<runner::LoadError> errors;
  std::vector<std::string>
      faulty;  ///< The files that the errors come from; an error may name a module of theirs.
  std::set<std::string> whole_files;  ///< Of which no scenario was left out.
  std::set<std::string> named_files;  ///< That the user named, themselves and not by their folder.
  report::Shard shard;                ///< Which part of all that was asked for they are (sharding.hpp).
  bool has_only = false;              ///< Some scenario is marked `only`: the others were left out.
  bool usage_error = false;           ///< Some path was bad, or there was none; the user has been told.
  bool gap = false;  ///< A path holds no scenario, or the filter matches none; the user has been told.
};

/// What no PATH stands for: the folders scripts and specs, where they are.
std::vector<std::string> default_paths();

/// What to say where there are neither.
inline constexpr std::string_view no_path =
    "no PATH given, and there is neither a folder scripts nor a folder specs here; parley init writes a "
    "first scenario";

/// Finds and loads; says on the error stream what is wrong with a path. `memory` is asked only where the
/// settings need it. Where a signal ends the run meanwhile, as `signals` then knows, there is nothing to run.
Selection select(const Settings& settings, runner::ScriptHost& host, Memory& memory, Console& console,
                 runner::SignalWatch& signals);

/// The exit code of a selection by itself, `failed` telling whether something failed: bad paths first, then
/// failures, then gaps.
int exit_code_of(const Selection& selection, bool failed);

}  // namespace parley::program
