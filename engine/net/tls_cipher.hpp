// A cipher of TLS, as ssl describes it.
#pragma once

#include <cstdint>
#include <string>

namespace parley::tls {

/// A cipher as ssl.SSLContext.get_ciphers() and SSLSocket.shared_ciphers() describe it.
struct Cipher {
  std::uint32_t id = 0;
  std::string name;
  std::string protocol;  ///< The version that it came with.
  std::string description;
  int strength_bits = 0;
  int alg_bits = 0;
  bool aead = false;
  std::string symmetric;  ///< Empty where it has none, as the three that follow.
  std::string digest;
  std::string kea;
  std::string auth;
};

/// What OpenSSL knows of a cipher, an SSL_CIPHER.
Cipher describe(const void* cipher);

}  // namespace parley::tls
