// The known name that a mistyped one was probably meant to be, for messages that suggest it.
#pragma once

#include <span>
#include <string_view>

namespace parley {

/// The member of `known` nearest to `word` by edit distance (insertions, deletions, substitutions and swaps
/// of neighbours: Damerau's optimal string alignment); the first of several that are equally near. Empty
/// where nothing is near enough to be worth a suggestion: more than a third of the word's letters are wrong.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace parley
