#include "engine/base/changed.hpp"

#include <algorithm>
#include <vector>

#include "engine/base/escape.hpp"

namespace parley {
namespace {

/// How many bytes the unit takes that `text` begins with: a character, or the escape of one.
std::size_t unit(std::string_view text) {
  if (text.front() == '\\' && text.size() > 1)
    return std::min<std::size_t>(text[1] == 'x' ? 4 : 2, text.size());
  return std::max<std::size_t>(utf8_sequence(text), 1);
}

std::vector<std::string_view> units_of(std::string_view text) {
  std::vector<std::string_view> units;
  while (!text.empty()) {
    units.push_back(text.substr(0, unit(text)));
    text.remove_prefix(units.back().size());
  }
  return units;
}

template <class Iterator>
std::size_t bytes_between(Iterator from, Iterator to) {
  std::size_t bytes = 0;
  for (; from != to; ++from) bytes += from->size();
  return bytes;
}

}  // namespace

std::pair<Span, Span> changed_parts(std::string_view before, std::string_view after) {
  if (before == after) return {};
  const auto a = units_of(before);
  const auto b = units_of(after);
  const auto heads = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto rest_a = static_cast<std::ptrdiff_t>(a.end() - heads.first);
  const auto rest_b = static_cast<std::ptrdiff_t>(b.end() - heads.second);
  const auto tails = std::mismatch(a.rbegin(), a.rbegin() + rest_a, b.rbegin(), b.rbegin() + rest_b);
  const std::size_t head = bytes_between(a.begin(), heads.first);
  const std::size_t tail = bytes_between(a.rbegin(), tails.first);
  // The blanks of an indentation are in common whatever the lines say.
  const std::size_t indentation = std::min(before.find_first_not_of(' '), head);
  const std::size_t longer = std::max(before.size(), after.size()) - indentation;
  if ((head + tail - indentation) * 3 < longer) return {};
  return {Span{head, before.size() - tail}, Span{head, after.size() - tail}};
}

}  // namespace parley
