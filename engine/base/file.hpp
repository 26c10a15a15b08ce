// Whole files, read and written at once.
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

/// Makes the file at `path` hold `bytes`, with the rights that open(2) would have given it: they are written
/// to a file beside it, which is renamed. Errors: those of open(2), write(2) and rename(2); then what was
/// there stays as it was.
Error replace_file(const std::string& path, std::string_view bytes);

}  // namespace parley
