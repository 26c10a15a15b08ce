// Whole files, read at once.
#pragma once

#include <string>

#include "engine/base/error.hpp"

namespace parley {

/// Puts the bytes of the file at `path` into `out`, whose old contents are lost either way. Errors: those of
/// open(2) and read(2); EISDIR for a folder.
Error read_whole_file(const char* path, std::string& out);

}  // namespace parley
