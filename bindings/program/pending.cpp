#include "bindings/program/pending.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "engine/base/file.hpp"
#include "engine/golden/files.hpp"
#include "engine/golden/name.hpp"
#include "engine/report/comparison.hpp"
#include "engine/report/text.hpp"

namespace parley::program {
namespace {

bool exists(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

bool is_wanted(const Settings& settings, const golden::Subject& subject) {
  runner::Scenario scenario;
  scenario.name = subject.scenario;
  scenario.file = subject.script;
  return !settings.selector.select({scenario}).empty();
}

std::string cannot_read(const std::string& path, const Error& error) {
  return "cannot read " + report::safe_line(path) + ": " + error.to_string();
}

/// Reads both files. The result is empty, or says which one cannot be read.
std::string read(Pending& pending) {
  const std::string came = golden::pending_path(pending.golden);
  if (const Error error = read_whole_file(came.c_str(), pending.after)) return cannot_read(came, error);
  const Error error = read_whole_file(pending.golden.c_str(), pending.before);
  pending.is_new = error.is_system(ENOENT);
  return error && !pending.is_new ? cannot_read(pending.golden, error) : std::string();
}

std::vector<std::string> paths_of(const Settings& settings, std::string& problem) {
  std::vector<std::string> goldens;
  for (const std::string& path : settings.paths.empty() ? std::vector<std::string>{"."} : settings.paths) {
    const std::vector<std::string> found = golden::pending_below(path);
    if (found.empty() && !exists(path))
      problem = report::safe_line(path) + ": nothing is pending there, and there is no such file or folder";
    goldens.insert(goldens.end(), found.begin(), found.end());
  }
  std::sort(goldens.begin(), goldens.end());
  goldens.erase(std::unique(goldens.begin(), goldens.end()), goldens.end());
  return goldens;
}

Error unless_changed(const Pending& pending, Error (*decide)(const std::string&)) {
  std::string now;
  if (const Error error = read_whole_file(golden::pending_path(pending.golden).c_str(), now)) return error;
  return now == pending.after ? decide(pending.golden)
                              : Error::text("a run has written it anew meanwhile: look at it again");
}

}  // namespace

std::vector<Pending> find_pending(const Settings& settings, std::string& problem) {
  std::vector<Pending> all;
  for (const std::string& golden : paths_of(settings, problem)) {
    const auto subject = golden::subject_of(golden);
    if (!subject || !is_wanted(settings, *subject)) continue;
    Pending pending;
    pending.golden = golden;
    pending.script = subject->script;
    pending.scenario = subject->scenario + (subject->name.empty() ? "" : ": " + subject->name);
    if (problem.empty()) problem = read(pending);
    all.push_back(std::move(pending));
  }
  return all;
}

std::string title_of(const Pending& pending) {
  return report::safe_line(pending.golden) + (pending.is_new ? " (new)" : " (changed)");
}

std::string description_of(const Pending& pending, const report::Style& style) {
  std::string text = report::safe_line(pending.script) + ": " + report::safe_line(pending.scenario) + "\n";
  if (pending.is_new) return text + style.good(report::safe_block(pending.after));
  const std::string difference = report::difference_text(pending.before, pending.after, style);
  return text + (difference.empty() ? "it is the same as the golden by now\n" : difference);
}

Error accept(const Pending& pending) { return unless_changed(pending, golden::accept); }

Error reject(const Pending& pending) { return unless_changed(pending, golden::reject); }

}  // namespace parley::program
