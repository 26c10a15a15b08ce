// A scenario played in the test's own process, as LuaHost plays it in a process of its own: for tests that
// watch its memory and its descriptors.
#pragma once

#include <string>

#include "bindings/play.hpp"
#include "bindings/state.hpp"

namespace parley {

/// A script's state, from its making to its end.
class InProcess {
 public:
  /// `memory` is what Lua may take; `directory` is the scenario's.
  explicit InProcess(std::string directory, std::size_t memory = memory_cap) : runtime(memory) {
    surroundings_.private_network = true;
    surroundings_.directory = std::move(directory);
    runtime.surroundings = &surroundings_;
  }

  /// False where it failed, which `problem` says.
  bool load(const std::string& path) {
    return !runtime.poller.init() && open_state(runtime, problem) && load_script(runtime, path, problem) &&
           registered_scenarios(runtime, path, scenarios, problem);
  }

  /// Plays the only scenario, to the end of the process that it would have.
  runner::Result play_it() {
    return play(runtime, scenarios.at(0), -1, [](const runner::Scenario&) {});
  }

  Runtime runtime;
  std::vector<runner::Scenario> scenarios;
  runner::Failure problem;

 private:
  runner::Surroundings surroundings_;
};

}  // namespace parley
