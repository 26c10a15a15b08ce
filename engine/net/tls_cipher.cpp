#include "engine/net/tls_cipher.hpp"

#include <openssl/ssl.h>

namespace parley::tls {

Cipher describe(const void* cipher) {
  const auto* raw = static_cast<const SSL_CIPHER*>(cipher);
  Cipher made;
  made.id = SSL_CIPHER_get_id(raw);
  made.name = SSL_CIPHER_get_name(raw);
  made.protocol = SSL_CIPHER_get_version(raw);
  char text[512];
  if (SSL_CIPHER_description(raw, text, sizeof text) != nullptr) made.description = text;
  while (!made.description.empty() && made.description.back() == '\n') made.description.pop_back();
  made.strength_bits = SSL_CIPHER_get_bits(raw, &made.alg_bits);
  made.aead = SSL_CIPHER_is_aead(raw) != 0;
  const auto name_of = [](int number) { return number == NID_undef ? std::string() : OBJ_nid2ln(number); };
  made.symmetric = name_of(SSL_CIPHER_get_cipher_nid(raw));
  made.digest = name_of(SSL_CIPHER_get_digest_nid(raw));
  made.kea = name_of(SSL_CIPHER_get_kx_nid(raw));
  made.auth = name_of(SSL_CIPHER_get_auth_nid(raw));
  return made;
}

}  // namespace parley::tls
