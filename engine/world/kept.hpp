// What becomes of a scenario's directory when the scenario has ended: copied out where it failed, removed
// where it is not on a tmpfs of its own. The keeper calls both.
#pragma once

#include <string>

#include "engine/base/error.hpp"

namespace parley::world {

struct Kept {
  std::string path;  ///< Empty where there was nothing to keep, or no folder to be had for it.
  Error error;       ///< Why not all of it is there: the first that came up, with the path of a copy.
};

/// Copies `directory` to a fresh folder below $TMPDIR or /tmp (parley-kept-XXXXXX) if it holds a file. Takes
/// files, folders and symbolic links as they are, leaves sockets and pipes out. The copies can be read and
/// deleted by their owner, whatever the scenario did to their modes.
Kept keep_directory(const std::string& directory);

/// Removes `directory` and everything in it, whatever the modes; follows no symbolic link.
void remove_directory(const std::string& directory);

}  // namespace parley::world
