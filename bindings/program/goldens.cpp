#include "bindings/program/goldens.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "engine/golden/files.hpp"
#include "engine/golden/name.hpp"
#include "engine/report/text.hpp"

namespace parley::program {
namespace {

using runner::Verdict;

bool is_ci() {
  const char* value = std::getenv("CI");
  const std::string_view text = value == nullptr ? "" : value;
  return !text.empty() && text != "0" && text != "false";
}

std::string without_suffix(const std::string& golden) { return golden.substr(0, golden.size() - 4); }

std::string listed(const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths) text += "\n  " + report::safe_line(path);
  return text;
}

/// Whose goldens lie in `folder` where its script is gone: all of them.
void add_orphans(const std::string& room, std::vector<std::string>& unused) {
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::directory_iterator(room, unreadable)) {
    const std::vector<std::string> goldens = golden::goldens_below(entry.path().string());
    if (goldens.empty()) continue;
    const auto subject = golden::subject_of(goldens.front());
    std::error_code unknown;
    if (subject && !std::filesystem::exists(subject->script, unknown) && !unknown)
      unused.insert(unused.end(), goldens.begin(), goldens.end());
  }
}

}  // namespace

golden::Mode golden_mode(const Settings& settings) {
  if (is_ci()) return golden::Mode::read_only;
  return settings.update ? golden::Mode::update : golden::Mode::compare;
}

std::string forbidden_by_ci(std::string_view option) {
  if (option.empty() || !is_ci()) return {};
  return std::string(option) +
         " writes goldens, and CI is set, where nothing is written; where it is meant: CI= parley ...";
}

void GoldenKeeper::begin(const report::RunStart& run) {
  for (const runner::Scenario& scenario : run.plan) {
    if (!selection_.named_files.contains(scenario.file))
      folders_.insert(std::filesystem::path(golden::folder_of(scenario.file)).parent_path().string());
    unfinished_.insert(without_suffix(golden::path_of({scenario.file, scenario.name, ""})));
  }
}

void GoldenKeeper::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  for (const golden::Use& use : result.goldens) {
    const std::string path = golden::path_of({scenario.file, scenario.name, use.name});
    used_.insert(path);
    settle(path, use, result.verdict);
  }
  const bool came_to_its_end = result.verdict == Verdict::passed || result.verdict == Verdict::flaky;
  if (came_to_its_end) unfinished_.erase(without_suffix(golden::path_of({scenario.file, scenario.name, ""})));
}

void GoldenKeeper::settle(const std::string& path, const golden::Use& use, Verdict verdict) {
  if (mode_ == golden::Mode::read_only || verdict == Verdict::expected_failure) return;
  if (use.state == golden::State::matches) {
    const bool stale = !pending_.contains(path) && golden::is_pending(path);
    if (stale) check("remove", golden::pending_path(path), golden::reject(path));
  } else if (mode_ == golden::Mode::compare) {
    if (check("write", golden::pending_path(path), golden::write_pending(path, use.actual)))
      pending_.insert(path);
  } else if (verdict == Verdict::passed) {
    update(path, use);
  }
}

void GoldenKeeper::update(const std::string& path, const golden::Use& use) {
  if (!check("write", path, golden::write(path, use.actual))) return;
  const auto [before, is_new] = updated_.try_emplace(path, use.actual);
  if (!is_new && before->second != use.actual)
    complain(console_,
             report::safe_line(path) + " came out differently in another round: it depends on chance");
}

/// Complains of an error; true where there is none.
bool GoldenKeeper::check(const char* what, const std::string& path, const Error& error) {
  if (!error) return true;
  written_ = false;
  complain(console_,
           std::string("cannot ") + what + " " + report::safe_line(path) + ": " + error.to_string());
  return false;
}

bool GoldenKeeper::may_belong_to_unfinished(const std::string& path) const {
  const std::string stem = without_suffix(path);
  return unfinished_.contains(stem) || unfinished_.contains(stem.substr(0, stem.rfind('~')));
}

std::vector<std::string> GoldenKeeper::unused() const {
  std::vector<std::string> unused;
  for (const std::string& file : selection_.whole_files)
    for (const std::string& golden : golden::goldens_below(golden::folder_of(file)))
      if (!used_.contains(golden) && !may_belong_to_unfinished(golden)) unused.push_back(golden);
  for (const std::string& folder : folders_) add_orphans(folder, unused);
  return unused;
}

void GoldenKeeper::tell_of_unused() {
  const std::vector<std::string> goldens = unused();
  if (goldens.empty()) return;
  const bool removes = mode_ == golden::Mode::update;
  for (const std::string& golden : goldens)
    if (removes) check("remove", golden, golden::remove(golden));
  complain(console_, report::counted(goldens.size(), "golden") + (removes ? " removed" : "") +
                         " that no scenario uses" + (removes ? ":" : ", which parley run --update removes:") +
                         listed(goldens));
}

void GoldenKeeper::end(const runner::SessionEnd& end, Duration) {
  ran_to_its_end_ = end.signal == 0 && end.early.empty() && !end.failure;
}

void GoldenKeeper::conclude() {
  if (ran_to_its_end_) tell_of_unused();
  if (mode_ == golden::Mode::update) {
    std::vector<std::string> paths;
    for (const auto& [path, text] : updated_) paths.push_back(path);
    complain(console_, report::counted(paths.size(), "golden") + " written" + (paths.empty() ? "" : ":") +
                           listed(paths));
  }
  if (!pending_.empty())
    complain(console_, report::counted(pending_.size(), "golden") +
                           " pending; parley review shows and accepts " +
                           (pending_.size() == 1 ? "it" : "them"));
}

}  // namespace parley::program
