// The command line: what the user typed, as a command and its settings, or as what is wrong with it.
#pragma once

#include <string>
#include <vector>

#include "bindings/program/commands.hpp"

namespace parley::program {

struct CommandLine {
  const Command* command = nullptr;  ///< Null for --help and --version without a command.
  Settings settings;
  bool version = false;
  std::string problem;  ///< One clear message; empty where all is well.
};

/// Parses the arguments behind the program's name.
CommandLine parse_command_line(const std::vector<std::string>& arguments);

/// The help of a command; of the whole program for null.
std::string help_text(const Command* command);

/// Parses, performs, and says how the program is to exit.
int perform(const std::vector<std::string>& arguments, Console& console);

}  // namespace parley::program
