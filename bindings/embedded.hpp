// What is built into the binary (bindings/embed writes the tables): the Lua half of the API as bytecode, and
// the files that `parley init` and `parley types` write.
#pragma once

#include <span>
#include <string_view>

#include "engine/base/embedded_text.hpp"

namespace parley {

struct EmbeddedChunk {
  std::string_view name;  ///< The file's name without .lua.
  std::string_view bytecode;
};

std::span<const EmbeddedChunk> embedded_chunks();

/// Named by their folder in bindings/ and the file: "types/socket.lua".
std::span<const EmbeddedText> embedded_texts();

}  // namespace parley
