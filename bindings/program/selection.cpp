#include "bindings/program/selection.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "engine/report/text.hpp"
#include "engine/runner/discovery.hpp"
#include "engine/runner/session.hpp"

namespace parley::program {
namespace {

std::vector<std::string> default_paths() {
  std::vector<std::string> paths;
  for (const char* folder : {"scripts", "specs"}) {
    struct stat status;
    if (::stat(folder, &status) == 0 && S_ISDIR(status.st_mode)) paths.emplace_back(folder);
  }
  return paths;
}

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

/// A path of the command line that may name a line: `file.lua:12`.
struct Target {
  std::string path;
  int line = 0;  ///< 0 where none is named.
};

/// A path that exists as it is written names no line, whatever it looks like.
Target target_of(const std::string& argument) {
  struct stat status;
  const std::size_t colon = argument.rfind(':');
  if (colon == std::string::npos || ::stat(argument.c_str(), &status) == 0) return {argument, 0};
  int line = 0;
  const char* end = argument.data() + argument.size();
  const auto [stop, error] = std::from_chars(argument.data() + colon + 1, end, line);
  if (error != std::errc() || stop != end || line < 1) return {argument, 0};
  return {argument.substr(0, colon), line};
}

/// Tells the selector of the lines that were named, but for files that were named whole as well.
void choose_lines(const std::vector<Target>& targets, const runner::Discovery& found,
                  runner::Selector& selector) {
  std::set<std::size_t> whole;
  for (std::size_t i = 0; i < targets.size(); ++i)
    if (targets[i].line == 0) whole.insert(found.named[i].files.begin(), found.named[i].files.end());
  for (std::size_t i = 0; i < targets.size(); ++i)
    for (const std::size_t file : found.named[i].files)
      if (targets[i].line > 0 && !whole.contains(file)) selector.add_line(found.files[file], targets[i].line);
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

Selection select(const Settings& settings, runner::ScriptHost& host, Console& console) {
  Selection selection;
  std::vector<Target> targets;
  std::vector<std::string> paths;
  for (const std::string& argument : settings.paths.empty() ? default_paths() : settings.paths) {
    targets.push_back(target_of(argument));
    paths.push_back(targets.back().path);
  }
  if (paths.empty()) {
    complain(console, "no PATH given, and there is neither a folder scripts nor a folder specs here");
    selection.usage_error = true;
    return selection;
  }
  const runner::Discovery found = runner::discover(paths);
  for (const runner::PathProblem& problem : found.problems)
    complain(console, report::safe_line(problem.path) + ": " + problem.message);
  selection.usage_error = !found.problems.empty();

  const std::vector<runner::LoadedFile> loaded = runner::load_files(host, found.files);
  std::vector<runner::Scenario> all;
  for (const runner::LoadedFile& file : loaded) {
    selection.errors.insert(selection.errors.end(), file.errors.begin(), file.errors.end());
    all.insert(all.end(), file.scenarios.begin(), file.scenarios.end());
  }
  runner::Selector selector = settings.selector;
  choose_lines(targets, found, selector);
  selection.scenarios = selector.select(all);
  keep_only(selection);
  selection.whole_files = whole_files(all, selection.scenarios);
  // Of the folders that nobody named, one may be empty.
  const bool nothing = all.empty() && selection.errors.empty();
  if (nothing || !settings.paths.empty()) selection.gap = complain_of_gaps(found, loaded, console);
  if (selection.scenarios.empty() && !all.empty()) {
    complain(console, "none of the " + report::counted(all.size(), "scenario") +
                          " is what --filter, --tag or the line asks for; parley list names them");
    selection.gap = true;
  }
  return selection;
}

int exit_code_of(const Selection& selection, bool failed) {
  if (selection.usage_error) return exit_code::usage;
  if (failed) return exit_code::failed;
  return selection.gap ? exit_code::nothing : exit_code::passed;
}

}  // namespace parley::program
