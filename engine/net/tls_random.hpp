// Random bytes of OpenSSL's: for keys and tokens, and never the same twice.
#pragma once

#include <span>

namespace parley::tls {

/// Fills `space`; false where the generator has too little to begin with.
bool fill_with_random(std::span<char> space);

/// Whether the generator has enough to begin with.
bool is_random_seeded();

}  // namespace parley::tls
