// Punycode (RFC 3492): how a label with characters beyond ASCII is written with ASCII alone.
#pragma once

#include <string>
#include <string_view>

namespace parley::net {

/// The Punycode of `label`, without the "xn--" in front. `label` has at most 255 characters, so nothing
/// overflows.
std::string punycode(std::u32string_view label);

}  // namespace parley::net
