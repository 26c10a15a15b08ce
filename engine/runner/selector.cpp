#include "engine/runner/selector.hpp"

#include <algorithm>
#include <optional>
#include <regex>

namespace parley::runner {
namespace {

bool holds(LineRange lines, int line) { return lines.first <= line && line <= lines.last; }

bool equal(LineRange a, LineRange b) { return a.first == b.first && a.last == b.last; }

/// The smallest extent of a scenario or describe in `file` that `line` stands in.
std::optional<LineRange> innermost(const std::vector<Scenario>& scenarios, const std::string& file,
                                   int line) {
  std::optional<LineRange> best;
  const auto consider = [&](LineRange lines) {
    if (holds(lines, line) && (!best || lines.last - lines.first < best->last - best->first)) best = lines;
  };
  for (const Scenario& scenario : scenarios) {
    if (scenario.file != file) continue;
    consider({scenario.line, scenario.last_line});
    for (const LineRange& describe : scenario.describes) consider(describe);
  }
  return best;
}

bool stands_in(const Scenario& scenario, LineRange lines) {
  return equal({scenario.line, scenario.last_line}, lines) ||
         std::any_of(scenario.describes.begin(), scenario.describes.end(),
                     [&](LineRange describe) { return equal(describe, lines); });
}

}  // namespace

Error Selector::add_filter(std::string_view text) {
  if (text.size() < 2 || !text.starts_with('/') || !text.ends_with('/')) {
    filters_.emplace_back(
        [text = std::string(text)](const std::string& name) { return name.find(text) != std::string::npos; });
    return {};
  }
  try {
    filters_.emplace_back([pattern = std::regex(std::string(text.substr(1, text.size() - 2)))](
                              const std::string& name) { return std::regex_search(name, pattern); });
  } catch (const std::regex_error& error) {
    return Error::text(error.what());
  }
  return {};
}

void Selector::add_name(std::string_view name) {
  filters_.emplace_back([wanted = std::string(name)](const std::string& one) { return one == wanted; });
}

Error Selector::add_tags(std::string_view expression) {
  parley::Result<TagExpression> tags = TagExpression::parse(expression);
  if (tags) tags_.push_back(std::move(*tags));
  return tags.error();
}

void Selector::add_line(const std::string& file, int line) { lines_[file].push_back(line); }

bool Selector::wants_name(const std::string& name) const {
  return filters_.empty() ||
         std::any_of(filters_.begin(), filters_.end(), [&](const auto& filter) { return filter(name); });
}

bool Selector::wants_tags(const std::vector<std::string>& tags) const {
  return std::all_of(tags_.begin(), tags_.end(),
                     [&](const TagExpression& wanted) { return wanted.matches(tags); });
}

std::vector<Scenario> Selector::select(const std::vector<Scenario>& scenarios) const {
  std::map<std::string, std::vector<LineRange>> places;
  for (const auto& [file, lines] : lines_)
    for (const int line : lines)
      if (const std::optional<LineRange> place = innermost(scenarios, file, line))
        places[file].push_back(*place);

  std::vector<Scenario> wanted;
  for (const Scenario& scenario : scenarios) {
    const bool by_line = lines_.contains(scenario.file);
    const std::vector<LineRange>& own = places[scenario.file];
    const bool there =
        std::any_of(own.begin(), own.end(), [&](LineRange place) { return stands_in(scenario, place); });
    if ((!by_line || there) && wants_name(scenario.name) && wants_tags(scenario.tags))
      wanted.push_back(scenario);
  }
  return wanted;
}

}  // namespace parley::runner
