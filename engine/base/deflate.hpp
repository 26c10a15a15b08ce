// DEFLATE (RFC 1951) and what is put around it: zlib's header (RFC 1950) or gzip's (RFC 1952). zlib does the
// work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace parley {

enum class Wrapping : std::uint8_t { none, zlib, gzip };

/// The bytes, compressed; the same ones each time.
std::string deflate(std::string_view bytes, Wrapping wrapping);

/// What was compressed, all members of a gzip file. An error for what is no such data, what ends too early,
/// what goes on behind its end, and what would be longer than `limit` bytes.
Result<std::string> inflate(std::string_view bytes, Wrapping wrapping, std::size_t limit);

}  // namespace parley
