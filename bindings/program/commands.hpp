// The table of the program's commands, which also writes the help, and the exit codes that they share.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "bindings/program/settings.hpp"
#include "engine/report/sink.hpp"
#include "engine/runner/script_host.hpp"

namespace parley::program {

/// What the program's caller is told; a run that a signal stopped ends with 128 + the signal's number
/// instead.
namespace exit_code {
inline constexpr int passed = 0;
inline constexpr int failed = 1;          ///< A failed scenario, or a script that does not load.
inline constexpr int usage = 2;           ///< Also a path that does not exist.
inline constexpr int infrastructure = 3;  ///< The machine or parley is to blame.
inline constexpr int nothing = 4;         ///< Nothing was selected.
inline constexpr int signalled = 128;
}  // namespace exit_code

/// The world outside as a command sees it.
struct Console {
  report::Sink& out;
  report::Sink& err;
  std::unique_ptr<runner::ScriptHost> (*make_host)();
};

struct Command {
  std::string_view name;
  std::string_view arguments;  ///< As the help shows them; empty for a command that takes none.
  std::string_view summary;    ///< A line of the help.
  unsigned taker;              ///< Its bit in Option::takers.
  int (*perform)(const Settings& settings, Console& console);
};

std::span<const Command> commands();

/// The command of that name; null if there is none.
const Command* find_command(std::string_view name);

/// "parley: MESSAGE" on the error stream.
void complain(Console& console, std::string_view message);

int run_command(const Settings& settings, Console& console);
int list_command(const Settings& settings, Console& console);
int merge_command(const Settings& settings, Console& console);
int review_command(const Settings& settings, Console& console);
int doctor_command(const Settings& settings, Console& console);
int check_command(const Settings& settings, Console& console);
int init_command(const Settings& settings, Console& console);
int show_command(const Settings& settings, Console& console);
int types_command(const Settings& settings, Console& console);

}  // namespace parley::program
