// A private world for a test to look around in.
#pragma once

#include <functional>
#include <string>

#include "engine/world/probe.hpp"
#include "engine/world/world.hpp"
#include "tests/catch.hpp"

namespace parley::world {

/// The words of whatever `attempt` returns in a world, as process 1 of it; empty where all is well or this
/// machine has no worlds.
inline std::string in_world(const std::function<Error()>& attempt, const Names& names = {}) {
  static const bool possible = !try_private_world().failure;
  if (!possible) {
    WARN("no private worlds on this machine");
    return "";
  }
  const Identity outside = own_identity();
  return try_in_child(world_flags,
                      [&] {
                        const Error failure = enter_world(outside, names);
                        return failure ? failure : attempt();
                      })
      .to_string();
}

}  // namespace parley::world
