// Names as the name server compares them: in the ASCII form that goes over the wire, in lower case, without a
// dot at the end. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace parley::dns {

/// `name` in lower case, without a dot at the end. For what came over the wire, where it is well-formed
/// already.
std::string folded_name(std::string_view name);

/// The name that stands in a zone for what a script wrote: UTF-8 text becomes its ASCII form (net/idna.hpp),
/// and a numeric address of either family the name of its PTR records ("2.0.0.127.in-addr.arpa", RFC
/// 1035, 3.5, and
/// "....ip6.arpa", RFC 3596, 2.5). Errors, all texts that say what a name may be: an empty name or label, a
/// label above 63 bytes, a name above 253, a character other than letters, digits, '-', '_' and '*'.
Result<std::string> zone_name(std::string_view text);

}  // namespace parley::dns
