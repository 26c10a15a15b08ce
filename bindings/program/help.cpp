// The help, written from the tables of commands and options.
#include <algorithm>

#include "bindings/program/command_line.hpp"
#include "bindings/program/options.hpp"

namespace parley::program {
namespace {

struct Row {
  std::string left;
  std::string_view right;
};

std::string columns(const std::vector<Row>& rows) {
  std::size_t width = 0;
  for (const Row& row : rows) width = std::max(width, row.left.size());
  std::string text;
  for (const Row& row : rows)
    text.append("  ")
        .append(row.left)
        .append(width - row.left.size() + 2, ' ')
        .append(row.right)
        .append("\n");
  return text;
}

std::string synopsis(const Command& command) {
  std::string text(command.name);
  if (!command.arguments.empty()) text.append(" ").append(command.arguments);
  return text;
}

std::string option_rows(unsigned taker) {
  std::vector<Row> rows;
  for (const Option& option : options()) {
    if ((option.takers & taker) == 0) continue;
    std::string left = option.short_name.empty() ? "    " : std::string(option.short_name) + ", ";
    left.append(option.long_name);
    if (option.needs_value()) left.append(" ").append(option.value);
    if (!option.needs_value() && option.takes_value())
      left.append("[=").append(option.value.substr(1, option.value.size() - 2)).append("]");
    rows.push_back({left, option.summary});
  }
  return columns(rows);
}

constexpr std::string_view exit_codes =
    "Exit codes: 0 passed, 1 a scenario failed or a script does not load, 2 usage,\n"
    "3 the machine or parley is to blame, 4 nothing was selected, 128+N signal N.\n";

std::string program_help() {
  std::string text =
      "parley runs network scenarios: Lua scripts that play servers and clients,\n"
      "each in a private network of its own.\n\n"
      "Usage: parley COMMAND [OPTION...] [PATH...]\n       parley --help | --version\n";
  std::vector<Row> rows;
  for (const Command& command : commands()) rows.push_back({synopsis(command), command.summary});
  text += "\nCommands:\n" + columns(rows);
  for (const Command& command : commands())
    text += "\nOptions of " + std::string(command.name) + ":\n" + option_rows(command.taker);
  return text.append("\n").append(exit_codes);
}

}  // namespace

std::string help_text(const Command* command) {
  if (!command) return program_help();
  std::string text = "Usage: parley " + std::string(command->name) + " [OPTION...]";
  if (!command->arguments.empty()) text.append(" ").append(command->arguments);
  text.append("\n  ").append(command->summary).append("\n\nOptions:\n") += option_rows(command->taker);
  return text;
}

}  // namespace parley::program
