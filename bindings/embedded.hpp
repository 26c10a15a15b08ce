// The Lua half of the API, compiled into the binary as bytecode (bindings/embed writes the table).
#pragma once

#include <span>
#include <string_view>

namespace parley {

struct EmbeddedChunk {
  std::string_view name;  ///< The file's name without .lua.
  std::string_view bytecode;
};

std::span<const EmbeddedChunk> embedded_chunks();

}  // namespace parley
