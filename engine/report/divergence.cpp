#include "engine/report/divergence.hpp"

#include <algorithm>

#include "engine/base/diff.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

/// Who talks in a conversation, if `line` is the one that begins it in a transcript: what stands before the
/// protocol.
std::string_view roles_of(std::string_view line) {
  const std::size_t end = line.find("  ");
  const bool begins = end != std::string_view::npos && line.front() != ' ' && line.front() != '"';
  return begins ? line.substr(0, end) : std::string_view();
}

std::string_view line_at(std::string_view text, std::size_t offset) {
  const std::size_t before = text.substr(0, offset).rfind('\n');
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

/// The conversation around `offset`: of the line there, else of the nearest one above.
std::string_view conversation_at(std::string_view text, std::size_t offset) {
  for (;;) {
    const std::string_view line = line_at(text, offset);
    if (const std::string_view roles = roles_of(line); !roles.empty()) return roles;
    const auto begin = static_cast<std::size_t>(line.data() - text.data());
    if (begin == 0) return {};
    offset = begin - 1;
  }
}

bool is_quoted(std::string_view text) {
  return text.size() > 1 && text.front() == '"' && text.back() == '"' &&
         text.find('\n') == std::string_view::npos;
}

struct Count {
  std::size_t bytes = 0;
  std::size_t newlines = 0;
};

/// What `escaped`, which may end in the middle of an escape, stands for.
Count count(std::string_view escaped) {
  Count seen;
  for (std::size_t i = 0; i < escaped.size(); ++seen.bytes) {
    const std::string_view rest = escaped.substr(i);
    const std::size_t length = rest.front() != '\\' ? 1 : rest.substr(1, 1) == "x" ? 4 : 2;
    if (length > rest.size()) break;
    if (rest.starts_with("\\n")) ++seen.newlines;
    i += length;
  }
  return seen;
}

std::string in_a_value(std::string_view expected, std::size_t offset) {
  const Count before = count(expected.substr(1, offset - 1));
  const std::string byte = "byte " + std::to_string(before.bytes + 1);
  const bool several = count(expected).newlines > 0;
  return several ? "line " + std::to_string(before.newlines + 1) + ", " + byte : byte;
}

}  // namespace

std::string divergence_in_words(std::string_view expected, std::string_view actual) {
  const auto place = first_divergence(expected, actual);
  if (!place) return {};
  if (is_quoted(expected) && is_quoted(actual) && place->offset > 0)
    return in_a_value(expected, place->offset);
  const bool several =
      expected.find('\n') != std::string_view::npos || actual.find('\n') != std::string_view::npos;
  if (!several) return place->offset == 0 ? std::string() : "column " + std::to_string(place->column);
  std::string words = "line " + std::to_string(place->line);
  std::string_view roles = conversation_at(expected, place->offset);
  if (roles.empty()) roles = conversation_at(actual, place->offset);
  if (!roles.empty()) words += ", " + safe_line(roles);
  return words;
}

}  // namespace parley::report
