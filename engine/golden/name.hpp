// Where a golden lies, and whose it is: golden/<script>/<scenario>.txt beside the script, where <script> is
// its name without .lua. Both ways, so that two scenarios never share a file and a file can be told from its
// name:
//
//   scripts/echo.lua   "the echo server"           scripts/golden/echo/the_echo_server.txt
//   redis.lua          "redis > answers [a/b]"     golden/redis/redis/answers_[a%2Fb].txt
//   echo.lua           "echo", golden "at the end" golden/echo/echo~at_the_end.txt
//
// A blank is written as `_`, a describe is a folder, and a character that a shell or a file system minds is
// %XX. A name too long for a file is cut and ends in `%%` and its hash: it is still its own, but cannot be
// read back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::golden {

/// What a golden is of.
struct Subject {
  std::string script;    ///< The path of the script, as the run named it.
  std::string scenario;  ///< Its full name; of one that was cut, what is left of it.
  std::string name;      ///< Its own, among the goldens of the scenario; empty for the one without.
};

/// The path of the golden, beginning where the script's does.
std::string path_of(const Subject& subject);

/// Whose golden lies at `path`; nothing where that is not the path of a golden.
std::optional<Subject> subject_of(const std::string& path);

/// The folder of all goldens of a script.
std::string folder_of(const std::string& script);

/// Where what came waits for a person's verdict: beside the golden.
std::string pending_path(const std::string& golden);

/// The golden that a pending file is for; nothing where the path is none of a pending file.
std::optional<std::string> golden_of_pending(const std::string& path);

bool is_golden_path(std::string_view path);

/// One part of a path in the same way: no two parts have the same, whatever is in them.
std::string safe_name(std::string_view part);

/// The name of a scenario: its describes as folders, and its own.
std::string safe_path(std::string_view name);

}  // namespace parley::golden
