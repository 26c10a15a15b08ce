// `parley check`: reads every file and runs none.
#include "bindings/asking.hpp"
#include "bindings/program/commands.hpp"
#include "bindings/program/selection.hpp"
#include "engine/base/file.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/text.hpp"
#include "engine/runner/discovery.hpp"

namespace parley::program {
namespace {

/// A file that cannot be looked into.
report::Finding unreadable(const std::string& file, const std::string& what) {
  return {file, 1, 1, "P100", what, "name a file with Lua source"};
}

report::Finding finding_of(const std::string& file, const std::vector<std::string>& row) {
  return {file, std::stoi(row[0]), std::stoi(row[1]), row[2], row[3], row[4]};
}

/// Adds what is wrong with one file; false where parley could not do its work.
bool check_file(Asking& asking, const std::string& file, std::vector<report::Finding>& findings) {
  std::string text;
  if (const Error error = read_whole_file(file.c_str(), text)) {
    findings.push_back(unreadable(file, std::string("cannot be read: ") + error.message()));
    return true;
  }
  if (text.starts_with('\x1b') || text.find('\0') != std::string::npos) {
    findings.push_back(unreadable(file, "no Lua source: it has bytes that no text has"));
    return true;
  }
  Rows rows;
  if (!asking.ask("check", text, rows)) return false;
  for (const std::vector<std::string>& row : rows) findings.push_back(finding_of(file, row));
  return true;
}

int exit_code_of_check(bool path_is_bad, std::size_t files, std::size_t findings) {
  if (path_is_bad) return exit_code::usage;
  if (findings > 0) return exit_code::failed;
  return files > 0 ? exit_code::passed : exit_code::nothing;
}

}  // namespace

int check_command(const Settings& settings, Console& console) {
  if (settings.format == Format::cmake) {
    complain(console, "check takes --format text or json; cmake is for list");
    return exit_code::usage;
  }
  const std::vector<std::string> paths = settings.paths.empty() ? default_paths() : settings.paths;
  if (paths.empty()) {
    complain(console, no_path);
    return exit_code::usage;
  }
  const runner::Discovery found = runner::discover(paths);
  for (const runner::PathProblem& problem : found.problems)
    complain(console, report::safe_line(problem.path) + ": " + problem.message);
  Asking asking;
  std::vector<report::Finding> findings;
  for (const std::string& file : found.files) {
    if (check_file(asking, file, findings)) continue;
    complain(console, report::safe_line(file) + ": " + asking.problem());
    return exit_code::infrastructure;
  }
  console.out.write(settings.format == Format::json ? report::findings_json(findings)
                                                    : report::findings_text(findings, found.files.size()));
  return exit_code_of_check(!found.problems.empty(), found.files.size(), findings.size());
}

}  // namespace parley::program
