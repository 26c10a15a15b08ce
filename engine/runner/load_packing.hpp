// What a load came to, as bytes and back: a part of a result's message (wire.cpp).
#pragma once

#include <string>
#include <utility>

#include "engine/load/summary.hpp"
#include "engine/runner/packing.hpp"

namespace parley::runner {

/// How many errors there were of one class.
using ErrorCount = std::pair<std::string, std::uint64_t>;
void pack_error_count(Packer& to, const ErrorCount& error);
ErrorCount unpack_error_count(Unpacker& from);

void pack_load(Packer& to, const load::Summary& load);
/// Whatever the bytes are: `from` fails where they are none of a load's.
load::Summary unpack_load(Unpacker& from);

}  // namespace parley::runner
