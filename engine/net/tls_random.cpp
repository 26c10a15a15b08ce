#include "engine/net/tls_random.hpp"

#include <openssl/rand.h>

namespace parley::tls {

bool fill_with_random(std::span<char> space) {
  return RAND_bytes_ex(nullptr, reinterpret_cast<unsigned char*>(space.data()), space.size(), 0) == 1;
}

bool is_random_seeded() { return RAND_status() == 1; }

}  // namespace parley::tls
