// What the steps of making a world have in common: an error that names the step, and a file written in one
// go.
#pragma once

#include <string_view>

#include "engine/base/error.hpp"

namespace parley::world {

/// The text "<what>: <strerror(code)>".
Error step_error(std::string_view what, int code);

/// Opens `path` with `flags` (O_CLOEXEC is added; mode 0644 with O_CREAT) and writes `text` by one write(2),
/// as the files of procfs ask. Errors: a step_error that names the path.
Error write_file(const char* path, std::string_view text, int flags);

}  // namespace parley::world
