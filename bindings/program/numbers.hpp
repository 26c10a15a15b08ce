// Numbers that a user writes, on the command line or in the environment.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "engine/report/text.hpp"

namespace parley::program {

/// A whole number from `least` to `most`; where `value` is none, `problem` says what `name`, an option or a
/// variable, takes.
template <class Number>
Number number_from(std::string_view name, std::string_view value, Number least, Number most,
                   std::string& problem) {
  Number number{};
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || stop != end || number < least || number > most)
    problem = std::string(name) + " takes a number from " + std::to_string(least) + " to " +
              std::to_string(most) + ", not " + report::safe_line(value);
  return number;
}

}  // namespace parley::program
