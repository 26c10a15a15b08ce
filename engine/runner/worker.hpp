// What a process that runs scripts does: it calls the ScriptHost and sends parley what that says. The keeper
// forks it for scenarios, load_files forks it for loading; it leaves by the exit status that these functions
// return.
#pragma once

#include <string>
#include <vector>

#include "engine/runner/event_area.hpp"
#include "engine/runner/script_host.hpp"
#include "engine/world/keeper.hpp"

namespace parley::runner {

/// Exit statuses that no script hits by accident. Any other one is a script that ended the process.
inline constexpr int all_passed = 140;
inline constexpr int some_failed = 141;
inline constexpr int leaked = 142;               ///< In sanitizer builds: memory was lost.
inline constexpr int passed_with_residue = 143;  ///< All passed; net::note_residue.

/// Whether the process ended as run_members ends it.
inline bool is_of_good_order(int status) {
  return status == all_passed || status == some_failed || status == passed_with_residue;
}

/// The time limit of what has none of its own: loading a file, and what a process does between scenarios.
inline constexpr Duration loading_limit = std::chrono::seconds(5);

struct Work {
  ScriptHost& host;
  const std::vector<const Scenario*>& members;  ///< Of one file.
  Surroundings surroundings;
  Duration patience;
  int channel;
  bool live_output;   ///< What roles print is sent at once.
  EventArea* events;  ///< Where events are collected; null where nobody asks for them.
};

/// Runs the members, each within its timeout and the patience after it, and returns the exit status.
int run_members(const Work& work, const world::Alarm& alarm);

/// Loads `file` and sends what it registers.
int load_and_send(ScriptHost& host, const std::string& file, int channel);

}  // namespace parley::runner
