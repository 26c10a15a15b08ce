// From all that was asked for to what this machine runs of it.
#pragma once

#include "bindings/program/selection.hpp"

namespace parley::program {

/// Leaves of the selection what falls into the shard that the settings name, and says on the error stream
/// which one that is, and who named it. False where --timings cannot be read; the user has been told.
bool take_shard(const Settings& settings, Selection& selection, Console& console);

}  // namespace parley::program
