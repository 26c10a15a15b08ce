// A part of a load that another process plays, forked from the scenario's: the load's function runs on there,
// with a copy of all that the script knows, in a loop of its own, and what it came to is sent back.
//
// The two ends of a share talk over a pair of sockets: the share says that its connections stand, is told
// when the time begins, and in the end sends its report, in one piece.
#pragma once

#include <lua.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bindings/load/loads.hpp"
#include "engine/runner/result.hpp"

namespace parley {

/// What a share came to.
struct ShareReport {
  load::Histogram::Parts latencies;
  std::vector<std::pair<std::string, std::uint64_t>> errors;
  std::uint64_t dropped = 0;
  std::int64_t last_end = 0;  ///< On the clock that parent and child have in common.
  std::uint64_t assertions = 0;
  std::vector<runner::Failure> failures;
  std::vector<runner::Output> outputs;
  std::string skip_reason;
};

std::string packed(const ShareReport& report);
/// False where the bytes are no report: the process died before it had sent all of it.
bool unpack(std::string_view bytes, ShareReport& report);

/// play_share(fn, ...): leaves everything of this process's to its parent, plays the function as a task of
/// its own, sends the report of the run that it made to Loads::share_fd, and ends the process.
int play_share(lua_State* L);

/// Adds the functions of shares to the table on the top of the stack.
void open_shares(lua_State* L);

}  // namespace parley
