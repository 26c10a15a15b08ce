// The loads of a scenario: t:load's native half. lua/load.lua drives it: its tasks ask for their next
// request, say when one is done, and wait for those that other processes make.
#pragma once

#include <deque>
#include <lua.hpp>
#include <map>
#include <string>
#include <vector>

#include "engine/base/clock.hpp"
#include "engine/base/descriptor.hpp"
#include "engine/load/histogram.hpp"
#include "engine/load/schedule.hpp"
#include "engine/load/summary.hpp"

namespace parley {

/// A load that runs, or has run: it stays, since its percentiles may be asked for as long as the scenario
/// lasts.
struct LoadRun {
  LoadRun(const load::Plan& plan, Instant start) : schedule(plan, start), begin(start), last_end(start) {}

  load::Schedule schedule;
  Instant begin;
  Instant last_end;  ///< When the last request was over, well or not.
  load::Histogram latencies;
  std::map<std::string, std::uint64_t> errors;  ///< By class.
  std::uint64_t dropped = 0;                    ///< In other processes.
};

/// A process that plays a part of a load, as the scenario's own process sees it (share.hpp).
struct Share {
  pid_t pid = 0;      ///< 0 once it was waited for.
  Descriptor fd;      ///< Where its report comes from.
  std::string bytes;  ///< What it has said so far.
  bool ended = false;
};

class Loads {
 public:
  /// Runs have numbers from 0.
  std::size_t begin(const load::Plan& plan, Instant now);
  LoadRun& run(std::size_t number) { return runs_[number]; }
  bool has(std::size_t number) const { return number < runs_.size(); }
  /// How many runs have begun.
  std::size_t begun() const { return runs_.size(); }
  /// Whether another process is at work, of which news may come.
  bool has_shares() const;

  /// Of loads that are over, for the report.
  std::vector<load::Summary> summaries;
  std::deque<Share> shares;
  int share_fd = -1;  ///< In a process that plays a share: its end.

 private:
  std::deque<LoadRun> runs_;
};

/// The run whose number is at stack index `index`. Raises an error where there is none.
LoadRun& check_load_run(lua_State* L, int index);

/// Adds the functions of loads to the table on the top of the stack.
void open_loads(lua_State* L);

}  // namespace parley
