#include "engine/runner/history.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <vector>

namespace parley::runner {
namespace {

// A line that names the form and the project, then one for each scenario, of fields between tabs: verdict,
// time of the last run (seconds since 1970), elapsed and CPU time (microseconds), file, name.
constexpr std::string_view header = "parley history 1\t";
constexpr std::size_t fields_of_a_line = 6;
constexpr std::time_t longest_absence = 90 * 24 * 60 * 60;
constexpr std::int64_t largest_number = 1'000'000'000'000;
constexpr std::size_t most_entries = 100'000;

using std::chrono::microseconds;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    if (byte == '\\')
      out += "\\\\";
    else if (byte == '\t')
      out += "\\t";
    else if (byte == '\n')
      out += "\\n";
    else
      out += byte;
  }
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    ++i;
    out += text[i] == 't' ? '\t' : text[i] == 'n' ? '\n' : text[i];
  }
  return out;
}

/// A whole number, not negative and not above what makes sense here; nothing where `text` is none.
std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size() || value < 0 || value > largest_number)
    return std::nullopt;
  return value;
}

std::string in_microseconds(Duration duration) {
  return std::to_string(std::chrono::duration_cast<microseconds>(duration).count());
}

/// What the last runs took: each counts half as much as the one after it.
Duration mean(Duration before, Duration now) { return (before + now) / 2; }

}  // namespace

std::string Project::name_of(const std::string& file) const {
  std::string path = file.starts_with('/') ? file : working_dir + "/" + file;
  if (path.find("/.") != std::string::npos || path.find("//") != std::string::npos)
    path = std::filesystem::path(path).lexically_normal().string();
  const bool below = path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
  return below ? path.substr(folder.size() + 1) : path;
}

void HistoryChanges::note(const Scenario& scenario, const Result& result) {
  const std::string file = project_.name_of(scenario.file);
  changes_[{file, ""}] = {};  // It loads.
  Change& change = changes_[{file, scenario.name}];
  change.failed = change.failed || result.verdict == Verdict::failed;
  if (result.verdict != Verdict::skipped) change.measured = Recorded{result.elapsed, result.cpu, false};
}

void HistoryChanges::note_load_error(const std::string& file) {
  changes_[{project_.name_of(file), ""}].failed = true;
}

Error History::parse(std::string_view text) {
  entries_.clear();
  const std::size_t first_end = text.find('\n');
  if (!text.starts_with(header) || first_end == std::string_view::npos)
    return Error::text("its first line is none of this parley");
  text.remove_prefix(first_end + 1);
  for (std::size_t line = 2; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !parse_entry(text.substr(0, end))) {
      entries_.clear();
      return Error::text("line " + std::to_string(line) + " is no record");
    }
    text.remove_prefix(end + 1);
  }
  return {};
}

bool History::parse_entry(std::string_view line) {
  std::array<std::string_view, fields_of_a_line> fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::size_t tab = line.find('\t');
    if ((tab == std::string_view::npos) != (i + 1 == fields.size())) return false;
    fields[i] = line.substr(0, tab);
    line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
  }
  const auto last_run = number(fields[1]);
  const auto elapsed = number(fields[2]);
  const auto cpu = number(fields[3]);
  const bool failed = fields[0] == "failed";
  if ((!failed && fields[0] != "passed") || !last_run || !elapsed || !cpu) return false;
  // Entries stand in order, so each belongs at the end.
  entries_.insert_or_assign(entries_.end(), HistoryKey(unescaped(fields[4]), unescaped(fields[5])),
                            Entry{{microseconds(*elapsed), microseconds(*cpu), failed}, *last_run});
  return true;
}

std::string History::to_string(const Project& project) const {
  std::string text = std::string(header) + escaped(project.folder) + "\n";
  for (const auto& [key, entry] : entries_) {
    text.append(entry.recorded.failed ? "failed\t" : "passed\t").append(std::to_string(entry.last_run));
    text.append("\t").append(in_microseconds(entry.recorded.elapsed));
    text.append("\t").append(in_microseconds(entry.recorded.cpu));
    text.append("\t").append(escaped(key.first)).append("\t").append(escaped(key.second)).append("\n");
  }
  return text;
}

std::optional<Recorded> History::find(const Project& project, const Scenario& scenario) const {
  HistoryKey key(project.name_of(scenario.file), scenario.name);
  const auto own = entries_.find(key);
  key.second.clear();
  const bool did_not_load = entries_.contains(key);
  if (own == entries_.end() && !did_not_load) return std::nullopt;
  Recorded recorded = own == entries_.end() ? Recorded{} : own->second.recorded;
  recorded.failed = recorded.failed || did_not_load;
  return recorded;
}

void History::add(const HistoryChanges& changes, std::time_t now) {
  for (const auto& [key, change] : changes.changes_) {
    if (key.second.empty() && !change.failed) {
      entries_.erase(key);
      continue;
    }
    const auto [place, is_new] = entries_.try_emplace(key);
    Entry& entry = place->second;
    entry.last_run = now;
    entry.recorded.failed = change.failed;
    if (!change.measured) continue;
    const Recorded& measured = *change.measured;
    const bool first = is_new || entry.recorded.elapsed == Duration::zero();
    entry.recorded.elapsed = first ? measured.elapsed : mean(entry.recorded.elapsed, measured.elapsed);
    entry.recorded.cpu = first ? measured.cpu : mean(entry.recorded.cpu, measured.cpu);
  }
  drop_the_old(now);
}

void History::drop_the_old(std::time_t now) {
  std::time_t oldest = now - longest_absence;
  if (entries_.size() > most_entries) {
    std::vector<std::time_t> times;
    for (const auto& [key, entry] : entries_) times.push_back(entry.last_run);
    const auto last_kept = times.begin() + (most_entries - 1);
    std::nth_element(times.begin(), last_kept, times.end(), std::greater<>());
    oldest = std::max(oldest, *last_kept);
  }
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.last_run < oldest; });
}

}  // namespace parley::runner
