// Files that are whole or absent: written beside their place, on the disk before they take it. Whatever ends
// the writer, SIGKILL and a full disk too, the place holds the old bytes or the new ones.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.hpp"

namespace parley {

/// Whether the file is on the disk, fsync(2), before it takes its place: so that it survives the machine's
/// end, too.
enum class Durability : bool { fast, synced };

/// Puts a file with these bytes at `path`, in whose place an old one stays until the new one is complete. Its
/// rights are those that open(2) would have given. Errors: those of open(2), write(2), fsync(2) and
/// rename(2); then all is as it was.
Error replace_file(const std::string& path, std::string_view bytes, Durability durability);

/// Makes the folders above `path` that do not exist yet. Errors: those of mkdir(2).
Error make_folders_above(const std::string& path);

/// Has the kernel put on the disk what was renamed in the folder of `path`. Errors: those of open(2) and
/// fsync(2).
Error sync_folder_of(const std::string& path);

/// Removes what a writer that was killed left in `folder`; the file of one that still writes stays.
void remove_leftovers(const std::string& folder);

}  // namespace parley
