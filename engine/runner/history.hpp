// The history of a project: of each of its scenarios how long its last runs took, and whether the last one
// failed. Plain data and its text; history_file.hpp keeps it on disk.
#pragma once

#include <ctime>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/error.hpp"
#include "engine/runner/plan.hpp"
#include "engine/runner/result.hpp"

namespace parley::runner {

/// A file, as the history names it (Project::name_of), and the full name of a scenario in it; an empty name
/// stands for the loading of the file.
using HistoryKey = std::pair<std::string, std::string>;

/// The folder whose scenarios one history is about, and how files are named in it: the same from wherever
/// below it parley is started.
struct Project {
  std::string folder;       ///< Absolute.
  std::string working_dir;  ///< Where relative paths begin; absolute.
  /// `file`, an absolute path or one from `working_dir`, as a path from `folder`; absolute where it is not
  /// below it.
  std::string name_of(const std::string& file) const;
};

/// What one run adds to the history, by scenario.
class HistoryChanges {
 public:
  explicit HistoryChanges(Project project) : project_(std::move(project)) {}

  /// With --repeat it is told of a scenario several times: it failed where it failed once. One that was
  /// skipped failed no more, and took no time. A flaky one has passed.
  void note(const Scenario& scenario, const Result& result);
  void note_load_error(const std::string& file);

 private:
  friend class History;
  struct Change {
    bool failed = false;
    std::optional<Recorded> measured;
  };

  Project project_;
  std::map<HistoryKey, Change> changes_;
};

class History {
 public:
  /// What stands in `text`, which to_string made. Error: which line is wrong, and how; then it stays empty.
  Error parse(std::string_view text);
  std::string to_string(const Project& project) const;

  /// What is known of a scenario; a scenario of a file that did not load has failed.
  std::optional<Recorded> find(const Project& project, const Scenario& scenario) const;

  /// Adds a run that ended at `now`. What has not run for 90 days leaves, and of more than 100,000 scenarios
  /// those that ran the longest ago.
  void add(const HistoryChanges& changes, std::time_t now);

 private:
  struct Entry {
    Recorded recorded;
    std::time_t last_run = 0;
  };

  bool parse_entry(std::string_view line);
  void drop_the_old(std::time_t now);

  std::map<HistoryKey, Entry> entries_;
};

}  // namespace parley::runner
