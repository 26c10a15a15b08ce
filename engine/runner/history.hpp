// The history of a project: of each of its scenarios how long its last runs took, and whether the last one
// failed. Plain data and its text; history_file.hpp keeps it on disk.
#pragma once

#include <ctime>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// Every run reads the history of the whole project and writes it again, however few scenarios it runs. So an
/// entry is a view of its line, which is written as it was where nothing changed.
class History {
 public:
  /// What stands in `text`, which to_string made. Error: which line is wrong, and how; then it stays empty.
  Error parse(std::string text);
  std::string to_string(const Project& project) const;

  /// What is known of a scenario; a scenario of a file that did not load has failed.
  std::optional<Recorded> find(const Project& project, const Scenario& scenario) const;

  /// Adds a run that ended at `now`. What has not run for 90 days leaves, and of more than 100,000 scenarios
  /// those that ran the longest ago.
  void add(const HistoryChanges& changes, std::time_t now);

 private:
  using KeyView = std::pair<std::string_view, std::string_view>;

  struct Entry {
    KeyView key;
    Recorded recorded;
    std::time_t last_run = 0;
    std::string_view line;  ///< As it was read; empty where that does not hold any more.
  };

  /// What the views are of; copies of a history share it.
  struct Texts {
    std::string read;
    std::deque<std::string> own;
  };

  Error parse_lines(std::string_view text);
  bool parse_entry(std::string_view line);
  void put_in_order();
  std::string_view unescaped(std::string_view field);
  std::string_view kept(std::string text) { return texts_->own.emplace_back(std::move(text)); }
  std::vector<Entry>::const_iterator place_of(const KeyView& key) const;
  const Entry* look_up(const KeyView& key) const;
  void drop_the_old(std::time_t now);

  std::shared_ptr<Texts> texts_ = std::make_shared<Texts>();
  std::vector<Entry> entries_;  ///< By key.
};

}  // namespace parley::runner
