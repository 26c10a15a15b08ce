// What becomes of a scenario's directory when the scenario has ended: copied out where it failed, removed
// where it is not on a tmpfs of its own. The keeper calls both.
#pragma once

#include <string>

namespace parley::world {

/// Copies `directory` to a fresh folder below $TMPDIR or /tmp (parley-kept-XXXXXX) if it holds a file, and
/// says where; empty where there was nothing to keep or no room for it. Takes files, folders and symbolic
/// links as they are, leaves sockets and pipes out. The copies can be read and deleted by their owner,
/// whatever the scenario did to their modes.
std::string keep_directory(const std::string& directory);

/// Removes `directory` and everything in it, whatever the modes; follows no symbolic link.
void remove_directory(const std::string& directory);

}  // namespace parley::world
