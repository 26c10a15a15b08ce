// SHA-1 (FIPS 180-4), which is what the handshake of WebSocket is made of; for nothing that has to be safe.
#pragma once

#include <string>
#include <string_view>

namespace parley {

/// The 20 bytes of the digest.
std::string sha1(std::string_view bytes);

}  // namespace parley
