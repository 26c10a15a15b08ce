// The Lua half of the API, compiled into the binary (cmake/EmbedLua.cmake writes the table).
#pragma once

#include <span>
#include <string_view>

namespace parley {

struct EmbeddedSource {
  std::string_view name;  ///< The file's name without .lua.
  std::string_view text;
};

std::span<const EmbeddedSource> embedded_sources();

}  // namespace parley
