// The attributes of a context, and what it can say of itself.
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "engine/net/tls_context.hpp"

namespace parley::tls {

std::uint64_t Context::options() const { return SSL_CTX_get_options(raw_); }

void Context::set_options(std::uint64_t options) {
  const std::uint64_t now = SSL_CTX_get_options(raw_);
  SSL_CTX_clear_options(raw_, now & ~options);
  SSL_CTX_set_options(raw_, options & ~now);
}

void Context::set_verify_mode(int mode) {
  verify_mode_ = mode;
  int flags = mode == 0 ? SSL_VERIFY_NONE : SSL_VERIFY_PEER;
  if (mode == 2) flags |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  SSL_CTX_set_verify(raw_, flags, SSL_CTX_get_verify_callback(raw_));
}

unsigned long Context::verify_flags() const { return X509_VERIFY_PARAM_get_flags(SSL_CTX_get0_param(raw_)); }

void Context::set_verify_flags(unsigned long flags) {
  X509_VERIFY_PARAM* rules = SSL_CTX_get0_param(raw_);
  const unsigned long now = X509_VERIFY_PARAM_get_flags(rules);
  X509_VERIFY_PARAM_clear_flags(rules, now & ~flags);
  X509_VERIFY_PARAM_set_flags(rules, flags & ~now);
}

int Context::minimum_version() const {
  const auto version = static_cast<int>(SSL_CTX_get_min_proto_version(raw_));
  return version == 0 ? -2 : version;
}

int Context::maximum_version() const {
  const auto version = static_cast<int>(SSL_CTX_get_max_proto_version(raw_));
  return version == 0 ? -1 : version;
}

bool Context::set_minimum_version(int version) {
  if (version == -2) version = 0;
  if (version == -1) version = TLS1_3_VERSION;
  return SSL_CTX_set_min_proto_version(raw_, version) == 1;
}

bool Context::set_maximum_version(int version) {
  if (version == -1) version = 0;
  if (version == -2) version = TLS1_VERSION;
  return SSL_CTX_set_max_proto_version(raw_, version) == 1;
}

int Context::security_level() const { return SSL_CTX_get_security_level(raw_); }

int Context::num_tickets() const { return static_cast<int>(SSL_CTX_get_num_tickets(raw_)); }

bool Context::set_num_tickets(int count) {
  return SSL_CTX_set_num_tickets(raw_, static_cast<std::size_t>(count)) == 1;
}

void Context::set_post_handshake_auth(bool on) {
  post_handshake_auth_ = on;
  SSL_CTX_set_post_handshake_auth(raw_, on ? 1 : 0);
}

std::vector<Cipher> Context::ciphers() const {
  std::vector<Cipher> list;
  SSL* ssl = SSL_new(raw_);
  if (ssl == nullptr) return list;
  const STACK_OF(SSL_CIPHER)* ciphers = SSL_get_ciphers(ssl);
  for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i)
    list.push_back(describe(sk_SSL_CIPHER_value(ciphers, i)));
  SSL_free(ssl);
  return list;
}

std::vector<Statistic> Context::session_stats() const {
  return {{"number", SSL_CTX_sess_number(raw_)},
          {"connect", SSL_CTX_sess_connect(raw_)},
          {"connect_good", SSL_CTX_sess_connect_good(raw_)},
          {"connect_renegotiate", SSL_CTX_sess_connect_renegotiate(raw_)},
          {"accept", SSL_CTX_sess_accept(raw_)},
          {"accept_good", SSL_CTX_sess_accept_good(raw_)},
          {"accept_renegotiate", SSL_CTX_sess_accept_renegotiate(raw_)},
          {"hits", SSL_CTX_sess_hits(raw_)},
          {"misses", SSL_CTX_sess_misses(raw_)},
          {"timeouts", SSL_CTX_sess_timeouts(raw_)},
          {"cache_full", SSL_CTX_sess_cache_full(raw_)}};
}

std::vector<Statistic> Context::store_stats() const {
  long certificates = 0;
  long authorities = 0;
  long lists = 0;
  const STACK_OF(X509_OBJECT)* objects = X509_STORE_get0_objects(SSL_CTX_get_cert_store(raw_));
  for (int i = 0; i < sk_X509_OBJECT_num(objects); ++i) {
    X509_OBJECT* object = sk_X509_OBJECT_value(objects, i);
    if (X509_OBJECT_get_type(object) == X509_LU_X509) {
      ++certificates;
      if (X509_check_ca(X509_OBJECT_get0_X509(object)) != 0) ++authorities;
    } else if (X509_OBJECT_get_type(object) == X509_LU_CRL) {
      ++lists;
    }
  }
  return {{"x509", certificates}, {"crl", lists}, {"x509_ca", authorities}};
}

std::vector<std::string> Context::ca_certificates() const {
  std::vector<std::string> list;
  const STACK_OF(X509_OBJECT)* objects = X509_STORE_get0_objects(SSL_CTX_get_cert_store(raw_));
  for (int i = 0; i < sk_X509_OBJECT_num(objects); ++i) {
    X509* certificate = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));
    if (certificate == nullptr || X509_check_ca(certificate) == 0) continue;
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(certificate, &bytes);
    if (size > 0) list.emplace_back(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
  }
  return list;
}

}  // namespace parley::tls
