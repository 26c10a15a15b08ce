// The lock of the host network: scenarios that run there may name fixed ports, so one runs at a time, on the
// whole machine. Two parley processes share it by a file's name; the keeper takes it.
#pragma once

#include <string>

#include "engine/base/descriptor.hpp"
#include "engine/base/result.hpp"

namespace parley::world {

/// $XDG_RUNTIME_DIR/parley-host-network.lock, or the same name in /tmp where that is not set.
std::string host_lock_path();

/// Opens the file at `path`, making it (mode 0666) where it is missing, and blocks until its lock is ours
/// (flock(2)). Follows no symbolic link and takes nothing but a regular file. The lock is held until the last
/// copy of the descriptor is closed. Errors: open's, flock's, EINVAL for what is no regular file.
Result<Descriptor> take_lock(const std::string& path);

}  // namespace parley::world
