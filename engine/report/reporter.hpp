// A Reporter turns a run into one report. It is the session's listener, between begin() and end(); merging
// drives it in the same way from files (json_reader.hpp).
#pragma once

#include <ctime>
#include <string>
#include <vector>

#include "engine/runner/session.hpp"

namespace parley::report {

/// Which part of the whole a run is, where it is shared between machines.
struct Shard {
  int index = 1;  ///< From 1.
  int count = 1;
  std::string fingerprint{};  ///< Of the whole, and how it is divided (shard.hpp); empty where unknown.
};

/// What is known before the first scenario runs. Reporters look at it in begin() only.
struct RunStart {
  const std::vector<runner::LoadError>& errors;
  const std::vector<runner::Scenario>& plan;
  std::time_t time = 0;  ///< When it began, in seconds since 1970.
  Shard shard{};
};

class Reporter : public runner::SessionListener {
 public:
  /// Comes first, once.
  virtual void begin(const RunStart& run) = 0;
  /// Comes last, once, also where the run was stopped.
  virtual void end(const runner::SessionEnd& end, Duration elapsed) = 0;
};

}  // namespace parley::report
