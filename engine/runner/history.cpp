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

std::string without_escapes(std::string_view text) {
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

Error History::parse(std::string text) {
  entries_.clear();
  texts_ = std::make_shared<Texts>();
  texts_->read = std::move(text);
  const Error error = parse_lines(texts_->read);
  if (error) entries_.clear();
  put_in_order();
  return error;
}

Error History::parse_lines(std::string_view text) {
  const std::size_t first_end = text.find('\n');
  if (!text.starts_with(header) || first_end == std::string_view::npos)
    return Error::text("its first line is none of this parley");
  text.remove_prefix(first_end + 1);
  for (std::size_t line = 2; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !parse_entry(text.substr(0, end)))
      return Error::text("line " + std::to_string(line) + " is no record");
    text.remove_prefix(end + 1);
  }
  return {};
}

bool History::parse_entry(std::string_view line) {
  const std::string_view whole = line;
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
  entries_.push_back({{unescaped(fields[4]), unescaped(fields[5])},
                      {microseconds(*elapsed), microseconds(*cpu), failed},
                      *last_run,
                      whole});
  return true;
}

std::string_view History::unescaped(std::string_view field) {
  return field.find('\\') == std::string_view::npos ? field : kept(without_escapes(field));
}

// What parley wrote is in order. Of two lines about one scenario, which somebody else wrote, the last counts.
void History::put_in_order() {
  const auto by_key = [](const Entry& a, const Entry& b) { return a.key < b.key; };
  const auto not_above = [](const Entry& a, const Entry& b) { return a.key >= b.key; };
  if (std::adjacent_find(entries_.begin(), entries_.end(), not_above) == entries_.end()) return;
  std::reverse(entries_.begin(), entries_.end());
  std::stable_sort(entries_.begin(), entries_.end(), by_key);
  const auto same = [](const Entry& a, const Entry& b) { return a.key == b.key; };
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
}

std::string History::to_string(const Project& project) const {
  std::string text;
  text.reserve(texts_->read.size() + 4096);
  text.append(header).append(escaped(project.folder)).append("\n");
  for (const Entry& entry : entries_) {
    if (!entry.line.empty()) {
      text.append(entry.line).append("\n");
      continue;
    }
    text.append(entry.recorded.failed ? "failed\t" : "passed\t").append(std::to_string(entry.last_run));
    text.append("\t").append(in_microseconds(entry.recorded.elapsed));
    text.append("\t").append(in_microseconds(entry.recorded.cpu));
    text.append("\t").append(escaped(entry.key.first)).append("\t");
    text.append(escaped(entry.key.second)).append("\n");
  }
  return text;
}

std::vector<History::Entry>::const_iterator History::place_of(const KeyView& key) const {
  return std::lower_bound(entries_.begin(), entries_.end(), key,
                          [](const Entry& entry, const KeyView& wanted) { return entry.key < wanted; });
}

const History::Entry* History::look_up(const KeyView& key) const {
  const auto place = place_of(key);
  return place != entries_.end() && place->key == key ? &*place : nullptr;
}

std::optional<Recorded> History::find(const Project& project, const Scenario& scenario) const {
  const std::string file = project.name_of(scenario.file);
  const Entry* own = look_up({file, scenario.name});
  const bool did_not_load = look_up({file, {}}) != nullptr;
  if (own == nullptr && !did_not_load) return std::nullopt;
  Recorded recorded = own == nullptr ? Recorded{} : own->recorded;
  recorded.failed = recorded.failed || did_not_load;
  return recorded;
}

// Both are in the order of their keys.
void History::add(const HistoryChanges& changes, std::time_t now) {
  std::vector<Entry> all;
  all.reserve(entries_.size() + changes.changes_.size());
  auto next = entries_.begin();
  for (const auto& [key, change] : changes.changes_) {
    for (; next != entries_.end() && next->key < KeyView(key); ++next) all.push_back(*next);
    const bool is_known = next != entries_.end() && next->key == KeyView(key);
    Entry entry = is_known ? *next++ : Entry();
    if (key.second.empty() && !change.failed) continue;
    if (!is_known) entry.key = {kept(key.first), kept(key.second)};
    entry.line = {};
    entry.last_run = now;
    entry.recorded.failed = change.failed;
    if (change.measured) {
      const Recorded& measured = *change.measured;
      const bool first = entry.recorded.elapsed == Duration::zero();
      entry.recorded.elapsed = first ? measured.elapsed : mean(entry.recorded.elapsed, measured.elapsed);
      entry.recorded.cpu = first ? measured.cpu : mean(entry.recorded.cpu, measured.cpu);
    }
    all.push_back(entry);
  }
  all.insert(all.end(), next, entries_.end());
  entries_ = std::move(all);
  drop_the_old(now);
}

void History::drop_the_old(std::time_t now) {
  std::time_t oldest = now - longest_absence;
  if (entries_.size() > most_entries) {
    std::vector<std::time_t> times;
    for (const Entry& entry : entries_) times.push_back(entry.last_run);
    const auto last_kept = times.begin() + (most_entries - 1);
    std::nth_element(times.begin(), last_kept, times.end(), std::greater<>());
    oldest = std::max(oldest, *last_kept);
  }
  std::erase_if(entries_, [&](const Entry& entry) { return entry.last_run < oldest; });
}

}  // namespace parley::runner
