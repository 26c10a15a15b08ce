// The table of the program's options: from it the command line is parsed, the help is written and the nearest
// name is suggested for one that is unknown.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bindings/program/settings.hpp"

namespace parley::program {

/// Which commands take an option; bits of one number.
enum Takers : unsigned {
  taken_by_run = 1,
  taken_by_list = 2,
  taken_by_doctor = 4,
  taken_by_merge = 8,
  taken_by_check = 16,
  taken_by_init = 32,
  taken_by_types = 64,
  taken_by_review = 128,
  taken_by_show = 256,
  taken_by_all = 511
};

struct Option {
  std::string_view short_name;  ///< "-j"; may be empty.
  std::string_view long_name;   ///< "--jobs".
  std::string_view value;    ///< What the help calls its value; empty for an option without one, in brackets
                             ///< where it may be left out: such a one is written --name=VALUE.
  std::string_view summary;  ///< A line of the help.
  unsigned takers;
  bool takes_value() const { return !value.empty(); }
  bool needs_value() const { return takes_value() && !value.starts_with('['); }
  /// Puts the value into the settings. The result is empty, or says what is wrong with the value.
  std::string (*apply)(Settings& settings, std::string_view value);
};

std::span<const Option> options();

/// The option of that name, short or long; null if there is none.
const Option* find_option(std::string_view name);

/// "; did you mean --network?" for the nearest of `known`; empty where nothing is near.
std::string suggestion(std::string_view word, std::span<const std::string_view> known);

}  // namespace parley::program
