// A failure as bytes and back: a part of a result's message (wire.cpp), and of what a process of a load
// reports.
#pragma once

#include "engine/runner/packing.hpp"
#include "engine/runner/result.hpp"

namespace parley::runner {

void pack_failure(Packer& to, const Failure& failure);
/// Whatever the bytes are: `from` fails where they are none of a failure's.
Failure unpack_failure(Unpacker& from);

}  // namespace parley::runner
