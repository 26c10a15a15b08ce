// Whole files, read at once, and bytes, written to their last one.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.hpp"

namespace parley {

/// Puts the bytes of the file at `path` into `out`, whose old contents are lost either way. Errors: those of
/// open(2) and read(2); EISDIR for a folder.
Error read_whole_file(const char* path, std::string& out);

/// Writes all of `bytes` to `fd`, however the kernel divides it. Errors: those of write(2), but EINTR and
/// EAGAIN, which it waits out.
Error write_all(int fd, std::string_view bytes);

}  // namespace parley
