#include "bindings/program/selection.hpp"

#include <sys/stat.h>

#include <algorithm>
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

void take(const runner::LoadedFile& file, const std::string& filter, Selection& selection) {
  selection.errors.insert(selection.errors.end(), file.errors.begin(), file.errors.end());
  for (const runner::Scenario& scenario : file.scenarios)
    if (scenario.name.find(filter) != std::string::npos) selection.scenarios.push_back(scenario);
}

}  // namespace

Selection select(const Settings& settings, runner::ScriptHost& host, Console& console) {
  Selection selection;
  const std::vector<std::string> paths = settings.paths.empty() ? default_paths() : settings.paths;
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
  std::size_t scenarios = 0;
  for (const runner::LoadedFile& file : loaded) {
    scenarios += file.scenarios.size();
    take(file, settings.filter, selection);
  }
  // Of the folders that nobody named, one may be empty.
  const bool nothing = scenarios == 0 && selection.errors.empty();
  if (nothing || !settings.paths.empty()) selection.gap = complain_of_gaps(found, loaded, console);
  if (selection.scenarios.empty() && scenarios > 0) {
    complain(console, "no scenario's name contains \"" + report::safe_line(settings.filter) + "\"");
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
