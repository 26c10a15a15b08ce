// Goldens and pending files in their folders: found, written, accepted, rejected. A file that is written is
// whole or absent, whatever ends the writer (base/whole_file.hpp). The program drives it, outside any
// scenario's world.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.hpp"

namespace parley::golden {

/// Writes the golden, makes its folders, and clears away what an earlier writer left that was killed. What
/// was pending for it is settled by that. Errors: those of mkdir(2), open(2), write(2), fsync(2) and
/// rename(2); then an old one stays.
Error write(const std::string& golden, std::string_view text);

/// Writes what came to the pending file of the golden, in the same way.
Error write_pending(const std::string& golden, std::string_view text);

/// The pending file becomes the golden, at once. Errors: those of rename(2).
Error accept(const std::string& golden);

/// The pending file goes, and the folders that held nothing else. Errors: those of unlink(2) but ENOENT.
Error reject(const std::string& golden);

/// The golden and what is pending for it go, and the folders that held nothing else. Errors: those of
/// unlink(2).
Error remove(const std::string& golden);

bool is_pending(const std::string& golden);

/// The goldens for which something is pending: at `path`, which may be a folder, a script, a golden or a
/// pending file; of a folder those of everything below, except what is hidden. In the order of their paths.
std::vector<std::string> pending_below(const std::string& path);

/// The goldens, there or only pending, in `folder` and below, in the order of their paths.
std::vector<std::string> goldens_below(const std::string& folder);

}  // namespace parley::golden
