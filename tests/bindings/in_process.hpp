// A scenario played in the test's own process, as LuaHost plays it in a process of its own: for tests that
// watch its memory and its descriptors.
#pragma once

#include <string>

#include "bindings/state.hpp"
#include "bindings/task/play.hpp"
#include "tests/folder.hpp"

namespace parley {

/// A script's state, from its making to its end.
class InProcess {
 public:
  /// `memory` is what Lua may take.
  explicit InProcess(const Folder& folder, std::size_t memory = memory_cap) : runtime(memory) {
    surroundings_.private_network = true;
    surroundings_.directory = folder.path();
    runtime.surroundings = &surroundings_;
  }

  /// False where it failed, which `problem` says.
  bool load(const std::string& path) {
    return !runtime.poller.init() && open_state(runtime, problem) && load_script(runtime, path, problem) &&
           registered_scenarios(runtime, path, scenarios, problem);
  }

  /// Plays the only scenario, to the end of the process that it would have. Calls `begins` before the body
  /// and before the clean-up.
  runner::Result play_it(const std::function<void(const runner::Scenario&)>& begins = [](const auto&) {}) {
    return play(runtime, scenarios.at(0), -1, begins);
  }

  /// Plays it in a process that goes on to play it once more.
  runner::Result play_once(const std::function<void(const runner::Scenario&)>& begins) {
    return play(runtime, scenarios.at(0), scenarios.at(0).index, begins);
  }

  Runtime runtime;
  std::vector<runner::Scenario> scenarios;
  runner::Failure problem;

  /// What its process would be told; to be changed before it is played.
  runner::Surroundings& surroundings() { return surroundings_; }

 private:
  runner::Surroundings surroundings_;
};

/// How many descriptors this process has open.
inline std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                       std::filesystem::directory_iterator());
}

}  // namespace parley
