#include "engine/report/request.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/base/nearest.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

/// Where the report of a kind can go.
enum class Place : std::uint8_t { its_own, file, file_or_output };

struct KindOfReport {
  std::string_view name;
  Kind kind;
  Place place;
};

constexpr KindOfReport kinds[] = {
    {"terminal", Kind::terminal, Place::its_own}, {"junit", Kind::junit, Place::file},
    {"tap", Kind::tap, Place::file_or_output},    {"jsonl", Kind::json_lines, Place::file},
    {"events", Kind::events, Place::file},        {"html", Kind::html, Place::file},
    {"github", Kind::github, Place::its_own},     {"coverage", Kind::coverage, Place::file_or_output},
    {"none", Kind::none, Place::its_own},
};

std::string unknown_kind(std::string_view name) {
  std::vector<std::string_view> names;
  std::string list;
  for (const KindOfReport& kind : kinds) {
    names.push_back(kind.name);
    list.append(list.empty() ? "" : ", ").append(kind.name);
  }
  const std::string_view near = nearest(name, names);
  return "unknown report " + safe_line(name) +
         (near.empty() ? "; it is one of " + list : "; did you mean " + std::string(near) + "?");
}

}  // namespace

std::string parse_request(std::string_view text, Request& request) {
  const std::size_t sign = text.find('=');
  const std::string_view name = text.substr(0, sign);
  const auto* known = std::find_if(std::begin(kinds), std::end(kinds),
                                   [&](const KindOfReport& kind) { return kind.name == name; });
  if (known == std::end(kinds)) return unknown_kind(name);
  const std::string_view file = sign == std::string_view::npos ? "" : text.substr(sign + 1);
  const std::string kind(name);
  if (known->place == Place::its_own && sign != std::string_view::npos)
    return "the report " + kind + " takes no file: --report " + kind;
  const bool needs_file = known->place == Place::file || sign != std::string_view::npos;
  if (known->place != Place::its_own && needs_file && file.empty())
    return "the report " + kind + " needs a file: --report " + kind + "=FILE (- for standard output)";
  request = {known->kind, std::string(file)};
  if (known->place == Place::file_or_output && file.empty()) request.file = "-";
  return {};
}

std::string conflict(const std::vector<Request>& requests) {
  std::set<std::string> places;
  for (const Request& request : requests) {
    if (request.file.empty()) continue;
    std::error_code unknown;
    const auto place = std::filesystem::weakly_canonical(std::filesystem::absolute(request.file), unknown);
    if (!places.insert(request.file == "-" || unknown ? request.file : place.string()).second)
      return "two reports go to " + (request.file == "-" ? "standard output" : safe_line(request.file));
  }
  return {};
}

std::string to_string(const Request& request) {
  const auto* known = std::find_if(std::begin(kinds), std::end(kinds),
                                   [&](const KindOfReport& kind) { return kind.kind == request.kind; });
  std::string text(known->name);
  if (!request.file.empty()) text.append("=").append(safe_line(request.file));
  return text;
}

}  // namespace parley::report
