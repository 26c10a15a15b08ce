// A private world: what a process that was born in new namespaces (world_flags) must do before a scenario can
// live there. The keeper calls it, and the probe that asks whether this machine allows worlds.
#pragma once

#include "engine/base/error.hpp"
#include "engine/world/mounts.hpp"
#include "engine/world/namespaces.hpp"

namespace parley::world {

/// Makes the calling process root of its world and sets the world up: loopback, mounts, files in /etc, host
/// name. `outside` is who it was before; `names` are those that it knows. Errors: a text that names the step
/// that failed.
Error enter_world(Identity outside, const Names& names);

/// Gives the world its host name, as enter_world does. Errors: a step_error.
Error name_host();

}  // namespace parley::world
