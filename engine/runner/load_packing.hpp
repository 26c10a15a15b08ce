// What a load came to, as bytes and back: a part of a result's message (wire.cpp).
#pragma once

#include "engine/load/summary.hpp"
#include "engine/runner/packing.hpp"

namespace parley::runner {

void pack_load(Packer& to, const load::Summary& load);
/// Whatever the bytes are: `from` fails where they are none of a load's.
load::Summary unpack_load(Unpacker& from);

}  // namespace parley::runner
