// What a scenario says of a golden that it asked for: plain data, which crosses from its process to parley.
// The scenario only reads; whatever is written, parley writes (GoldenKeeper).
#pragma once

#include <cstdint>
#include <string>

namespace parley::golden {

/// What a run does with goldens.
enum class Mode : std::uint8_t {
  compare,    ///< Judges, and leaves what came beside the golden as a pending file.
  update,     ///< Writes what came, whatever the golden says.
  read_only,  ///< Judges, and writes nothing: CI is set.
};

/// How what came stands to the golden.
enum class State : std::uint8_t { matches, missing, differs };

struct Use {
  std::string name;  ///< As matches_golden(name) gave it; empty for the scenario's first and only one.
  State state = State::matches;
  std::string actual;  ///< What came; empty where it matches.
};

}  // namespace parley::golden
