// Playing one scenario in this process: its body, the tasks that go on after it, its clean-up, and the
// result.
#pragma once

#include "bindings/runtime.hpp"
#include "engine/runner/plan.hpp"

namespace parley {

/// Plays a scenario. `next` is the number (from 0) of the one that this process plays after it, or -1: then
/// everything is closed. Calls `begins` before the body and before the clean-up, each of which has the time
/// limit for itself. To be called outside of any protected call; nothing is raised.
runner::Result play(Runtime& runtime, const runner::Scenario& scenario, int next,
                    const std::function<void(const runner::Scenario&)>& begins);

/// What is known of the scenario that is being played, for the last words of a crash.
runner::Result result_so_far(Runtime& runtime);

}  // namespace parley
