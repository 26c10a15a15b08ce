// The capabilities of a process in its world. Every scenario begins with all of them, as root of a user
// namespace; one that shows what an ordinary user meets gives them up.
#pragma once

#include "engine/base/error.hpp"

namespace parley::world {

/// Gives up every capability of the calling process, for good and for whatever it starts, root though it
/// stays (capabilities(7)). One that has none to begin with has nothing to do.
Error drop_privileges();

}  // namespace parley::world
