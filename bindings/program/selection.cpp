#include "bindings/program/selection.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "bindings/program/targets.hpp"
#include "engine/report/text.hpp"
#include "engine/runner/discovery.hpp"
#include "engine/runner/session.hpp"

namespace parley::program {
namespace {

/// Says which of the paths hold neither a scenario nor a file that fails to load.
bool complain_of_gaps(const runner::Discovery& found, const std::vector<runner::LoadedFile>& loaded,
                      Console& console) {
  bool gap = false;
  for (const runner::NamedPath& path : found.named) {
    const bool filled = std::any_of(path.files.begin(), path.files.end(), [&](std::size_t file) {
      return !loaded[file].scenarios.empty() || !loaded[file].errors.empty();
    });
    if (filled || path.faulty) continue;
    complain(console, "no scenario in " + report::safe_line(path.path));
    gap = true;
  }
  return gap;
}

/// Leaves those that failed the last time that they ran; says so where there is none.
void keep_last_failed(Selection& selection, Memory& memory, Console& console) {
  if (!memory.has_place()) {
    complain(console, "--last-failed needs the history of earlier runs: set XDG_STATE_HOME, or HOME");
    selection.scenarios.clear();
    selection.usage_error = true;
    return;
  }
  const std::size_t before = selection.scenarios.size();
  memory.recall(selection.scenarios);
  std::erase_if(selection.scenarios, [](const runner::Scenario& scenario) {
    return !scenario.recorded || !scenario.recorded->failed;
  });
  if (!selection.scenarios.empty() || before == 0) return;
  complain(console, "none of the " + report::counted(before, "scenario") +
                        " failed the last time; without --last-failed all of them run");
  selection.gap = true;
}

/// Leaves those that are marked `only`, where some are.
void keep_only(Selection& selection) {
  const auto marked = [](const runner::Scenario& scenario) { return scenario.only; };
  selection.has_only = std::any_of(selection.scenarios.begin(), selection.scenarios.end(), marked);
  if (selection.has_only) std::erase_if(selection.scenarios, std::not_fn(marked));
}

/// The files of which every scenario was selected.
std::set<std::string> whole_files(const std::vector<runner::Scenario>& all,
                                  const std::vector<runner::Scenario>& selected) {
  std::map<std::string, std::size_t> left_out;
  for (const runner::Scenario& scenario : all) ++left_out[scenario.file];
  for (const runner::Scenario& scenario : selected) --left_out[scenario.file];
  std::set<std::string> files;
  for (const auto& [file, count] : left_out)
    if (count == 0) files.insert(file);
  return files;
}

}  // namespace

std::vector<std::string> default_paths() {
  std::vector<std::string> paths;
  for (const char* folder : {"scripts", "specs"}) {
    struct stat status;
    if (::stat(folder, &status) == 0 && S_ISDIR(status.st_mode)) paths.emplace_back(folder);
  }
  return paths;
}

Selection select(const Settings& settings, runner::ScriptHost& host, Memory& memory, Console& console,
                 runner::SignalWatch& signals) {
  Selection selection;
  std::vector<Target> targets;
  std::vector<std::string> paths;
  for (const std::string& argument : settings.paths.empty() ? default_paths() : settings.paths) {
    targets.push_back(target_of(argument));
    paths.push_back(targets.back().path);
  }
  selection.named_files.insert(paths.begin(), paths.end());
  if (paths.empty()) {
    complain(console, no_path);
    selection.usage_error = true;
    return selection;
  }
  if (complain_of_lines_of_folders(targets, console)) {
    selection.usage_error = true;
    return selection;
  }
  const runner::Discovery found = runner::discover(paths);
  for (const runner::PathProblem& problem : found.problems)
    complain(console, report::safe_line(problem.path) + ": " + problem.message);
  selection.usage_error = !found.problems.empty();

  const std::vector<runner::LoadedFile> loaded = runner::load_files(host, found.files, signals);
  if (signals.ending() != 0) return selection;
  std::vector<runner::Scenario> all;
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    const runner::LoadedFile& file = loaded[i];
    if (!file.errors.empty()) selection.faulty.push_back(found.files[i]);
    selection.errors.insert(selection.errors.end(), file.errors.begin(), file.errors.end());
    all.insert(all.end(), file.scenarios.begin(), file.scenarios.end());
  }
  runner::Selector selector = settings.selector;
  choose_lines(targets, found, selector);
  selection.scenarios = selector.select(all);
  keep_only(selection);
  // Of the folders that nobody named, one may be empty.
  const bool nothing = all.empty() && selection.errors.empty();
  if (nothing || !settings.paths.empty()) selection.gap = complain_of_gaps(found, loaded, console);
  const bool no_such_line = complain_of_empty_lines(targets, found, loaded, console);
  if (selection.scenarios.empty() && !all.empty() && !no_such_line)
    complain(console, "none of the " + report::counted(all.size(), "scenario") +
                          " is what --filter, --exact, --tag or the line asks for; parley list names them");
  selection.gap = selection.gap || no_such_line || (selection.scenarios.empty() && !all.empty());
  if (settings.last_failed) keep_last_failed(selection, memory, console);
  selection.whole_files = whole_files(all, selection.scenarios);
  return selection;
}

int exit_code_of(const Selection& selection, bool failed) {
  if (selection.usage_error) return exit_code::usage;
  if (failed) return exit_code::failed;
  return selection.gap ? exit_code::nothing : exit_code::passed;
}

}  // namespace parley::program
