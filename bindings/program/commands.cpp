#include "bindings/program/commands.hpp"

#include <string>

#include "bindings/program/options.hpp"

namespace parley::program {
namespace {

constexpr Command table[] = {
    {"run", "[PATH...]", "run the scenarios in files and folders (scripts and specs unless told)",
     taken_by_run, run_command},
    {"list", "[PATH...]", "name the scenarios and where they stand, run nothing", taken_by_list,
     list_command},
    {"merge", "FILE...", "join the JSON lines of several runs, the shards of one, into every report",
     taken_by_merge, merge_command},
    {"check", "[PATH...]", "compile everything and run nothing: misspelt names, habits from Python",
     taken_by_check, check_command},
    {"init", "[DIR]", "write a first scenario, settings for editor and luacheck, a file for the CI",
     taken_by_init, init_command},
    {"types", "[DIR]", "write the annotation files of the API, for editors with the Lua language server",
     taken_by_types, types_command},
    {"review", "[PATH...]",
     "look at goldens that are pending, and accept or reject them (below here unless told)", taken_by_review,
     review_command},
    {"show", "FILE::NAME", "run one scenario and draw what happened in it, as a sequence diagram",
     taken_by_show, show_command},
    {"doctor", "", "say what this machine allows, and the setting that would allow more", taken_by_doctor,
     doctor_command},
};

}  // namespace

std::span<const Command> commands() { return table; }

const Command* find_command(std::string_view name) {
  for (const Command& command : table)
    if (command.name == name) return &command;
  return nullptr;
}

void complain(Console& console, std::string_view message) {
  console.err.write("parley: " + std::string(message) + "\n");
}

}  // namespace parley::program
