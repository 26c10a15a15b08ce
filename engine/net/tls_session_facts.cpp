// What a session agreed on.
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>

#include "engine/base/escape.hpp"
#include "engine/net/tls_session.hpp"

namespace parley::tls {

bool Session::is_established() const { return established_; }

std::string Session::version() const { return established_ ? SSL_get_version(raw_) : ""; }

bool Session::cipher(Cipher& cipher) const {
  const SSL_CIPHER* raw = SSL_get_current_cipher(raw_);
  if (raw == nullptr) return false;
  cipher = describe(raw);
  return true;
}

bool Session::shared_ciphers(std::vector<Cipher>& ciphers) const {
  const STACK_OF(SSL_CIPHER)* own = SSL_get_ciphers(raw_);
  const STACK_OF(SSL_CIPHER)* offered = SSL_get_client_ciphers(raw_);
  if (offered == nullptr) return false;
  for (int i = 0; i < sk_SSL_CIPHER_num(offered); ++i) {
    const SSL_CIPHER* each = sk_SSL_CIPHER_value(offered, i);
    for (int j = 0; j < sk_SSL_CIPHER_num(own); ++j) {
      if (SSL_CIPHER_get_id(sk_SSL_CIPHER_value(own, j)) != SSL_CIPHER_get_id(each)) continue;
      ciphers.push_back(describe(each));
      break;
    }
  }
  return true;
}

std::string Session::alpn() const {
  const unsigned char* bytes = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(raw_, &bytes, &size);
  return size == 0 ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
}

std::size_t Session::pending() const { return static_cast<std::size_t>(SSL_pending(raw_)); }

std::string Session::peer_certificate() const {
  X509* certificate = SSL_get1_peer_certificate(raw_);
  if (certificate == nullptr) return {};
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  std::string der;
  if (size > 0) der.assign(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  X509_free(certificate);
  return der;
}

bool Session::peer_certificate(Certificate& certificate) const {
  X509* raw = SSL_get1_peer_certificate(raw_);
  if (raw == nullptr) return false;
  certificate = describe(raw);
  X509_free(raw);
  return true;
}

std::string Session::channel_binding() const {
  char bytes[64];
  const bool own = (SSL_session_reused(raw_) != 0) != !plan_.server_side;
  const std::size_t size =
      own ? SSL_get_finished(raw_, bytes, sizeof bytes) : SSL_get_peer_finished(raw_, bytes, sizeof bytes);
  return {bytes, std::min(size, sizeof bytes)};
}

std::shared_ptr<SavedSession> Session::save() const {
  SSL_SESSION* current = SSL_get0_session(raw_);
  SSL_SESSION* copy = current == nullptr ? nullptr : SSL_SESSION_dup(current);
  return copy == nullptr ? nullptr : std::make_shared<SavedSession>(copy);
}

bool Session::resume(const SavedSession& saved) {
  ERR_clear_error();
  SSL_SESSION* copy = SSL_SESSION_dup(saved.raw());
  const bool done = copy != nullptr && SSL_set_session(raw_, copy) == 1;
  SSL_SESSION_free(copy);
  ERR_clear_error();
  return done;
}

bool Session::is_resumed() const { return SSL_session_reused(raw_) != 0; }

std::string Session::summary() const {
  std::string line = version() + ' ' + SSL_get_cipher_name(raw_);
  const char* asked = SSL_get_servername(raw_, TLSEXT_NAMETYPE_host_name);
  if (asked != nullptr) line += ", name " + quoted(asked);
  const std::string protocol = alpn();
  if (!protocol.empty()) line += ", alpn " + quoted(protocol);
  if (is_resumed()) line += ", resumed";
  return line;
}

}  // namespace parley::tls
