// Responses that no client should believe, made from ones that were right.
#pragma once

#include <string>

#include "engine/dns/zone.hpp"

namespace parley::dns {

/// `message`, a response with a question, as `how` spoils it; the same each time.
/// - wrong_id: another id than the query's;
/// - cut_short: the last bytes are missing;
/// - compression_loop: one record, whose name points at itself;
/// - random_bytes: noise after the header.
std::string malformed(std::string message, Malformation how);

}  // namespace parley::dns
