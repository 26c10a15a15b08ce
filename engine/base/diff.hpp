// What differs between two texts, line by line, as failure reports print it. Its cost is bounded: texts that
// differ in very many lines are not aligned, only trimmed at both ends.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

struct DiffLimits {
  std::size_t context = 3;  ///< Lines that are the same, kept around each difference.
  std::size_t lines = 200;  ///< Lines printed at most; what is left out is counted in words.
};

/// The lines of `expected` and `actual`: `-` before one that only the first has, `+` before one that only the
/// second has, a blank before one that both have; of lines that differ in one place, those of `expected` come
/// first. A run of equal lines that is left out stands as "@@ N equal lines @@". A last line without its \n
/// is followed by "\ no newline at the end". Empty where the texts are equal.
std::string diff(std::string_view expected, std::string_view actual, const DiffLimits& limits = {});

/// A place in a text: lines and columns from 1, columns in bytes.
struct Divergence {
  std::size_t offset = 0;
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Where the two texts first differ; none where they are equal. Where one ends early, that is where it ends.
std::optional<Divergence> first_divergence(std::string_view expected, std::string_view actual);

}  // namespace parley
