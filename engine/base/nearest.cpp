#include "engine/base/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace parley {
namespace {

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, substituted});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  constexpr std::size_t longest_word = 64;  // nobody mistypes more than that, and the work is quadratic
  if (word.size() > longest_word) return {};
  std::string_view best;
  std::size_t least = word.size() / 3 + 1;
  for (const std::string_view name : known) {
    const std::size_t d = distance(word, name);
    if (d >= least || d >= name.size()) continue;
    least = d;
    best = name;
  }
  return best;
}

}  // namespace parley
