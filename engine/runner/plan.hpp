// What there is to run: scenarios as their script registered them, files that do not load, and the units in
// which scenarios are run.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.hpp"

namespace parley::runner {

/// Which network a scenario asks for by its option `network`; `automatic` follows the command line.
enum class Network : std::uint8_t { automatic, private_world, host };

/// From one line of a file to another, both included.
struct LineRange {
  int first = 0;
  int last = 0;
};

/// What earlier runs tell of a scenario (history.hpp).
struct Recorded {
  Duration elapsed{};   ///< How long it takes.
  Duration cpu{};       ///< What of that it keeps a core busy.
  bool failed = false;  ///< The last time that it ran.
};

/// One `scenario` or `it`, as loading its file registered it.
struct Scenario {
  std::string name;   ///< With the names of its describes before it: "redis > answers PING".
  std::string file;   ///< As the user named it, or as found below a folder that the user named.
  int line = 0;       ///< Of the call that registered it; counted from 1.
  int last_line = 0;  ///< Where its function ends; `line` where that stands elsewhere.
  std::vector<LineRange> describes;  ///< That it stands in, the innermost first.
  int index = 0;   ///< Its number in its file, from 0: how the process that runs it finds it.
  int group = -1;  ///< Scenarios of one group share a process and a network (before_all).
  std::vector<std::string> tags;
  std::vector<std::string> covers;    ///< The clauses of a specification that it shows.
  std::vector<std::string> clauses;   ///< That its suite sets out to cover: "RFC 9112 6.1: what it asks".
  std::vector<std::string> required;  ///< "private", "ipv6", "command:redis-server", ...
  std::map<std::string, std::string> hosts;  ///< Name -> address for its hosts file.
  bool name_server = false;  ///< It has the option dns: names are asked of a name server of its own.
  bool uncut = false;        ///< Its streams stay whole under --segment: it is about whole receives.
  bool only = false;         ///< It, or a describe around it, is marked as the only one to run.
  std::string skip_reason;   ///< Why its author has it skipped; empty where it runs.
  std::string fails;         ///< Why its author expects it to fail; empty where it must pass.
  Network network = Network::automatic;
  Duration timeout = std::chrono::seconds(5);
  bool own_timeout = false;          ///< Its script names it.
  std::optional<Recorded> recorded;  ///< Nothing of one that never ran, or where nobody looked.
};

/// A file that could not be loaded: a syntax error, an error at load time, no Lua at all.
struct LoadError {
  std::string file;
  int line = 0;  ///< 0 where no line is to blame.
  std::string message;
};

/// What loading one file gave: scenarios, or the error.
struct LoadedFile {
  std::vector<Scenario> scenarios;
  std::vector<LoadError> errors;
};

}  // namespace parley::runner
