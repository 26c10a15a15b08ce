#include "tests/bench/plain/certificate.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <initializer_list>

namespace parley::bench {
namespace {

void add_extension(X509* certificate, int kind, const char* value) {
  X509_EXTENSION* const extension = made(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
  if (X509_add_ext(certificate, extension, -1) != 1) give_up_tls();
}

/// A certificate for `key` and the next hour, which is not signed yet.
X509* unsigned_certificate(const char* name, EVP_PKEY* key, long serial) {
  X509* const certificate = made(X509_new());
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  const auto* const text = reinterpret_cast<const unsigned char*>(name);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, text, -1, -1, 0);
  if (X509_set_pubkey(certificate, key) != 1) give_up_tls();
  return certificate;
}

}  // namespace

void give_up_tls() {
  ERR_print_errors_fp(stderr);
  std::exit(1);
}

Contexts contexts() {
  EVP_PKEY* const authority_key = made(EVP_EC_gen("P-256"));
  X509* const authority = unsigned_certificate("authority", authority_key, 1);
  X509_set_issuer_name(authority, X509_get_subject_name(authority));
  add_extension(authority, NID_basic_constraints, "critical,CA:TRUE");
  X509_sign(authority, authority_key, EVP_sha256());

  EVP_PKEY* const key = made(EVP_EC_gen("P-256"));
  X509* const certificate = unsigned_certificate("localhost", key, 2);
  X509_set_issuer_name(certificate, X509_get_subject_name(authority));
  add_extension(certificate, NID_subject_alt_name, "DNS:localhost");
  X509_sign(certificate, authority_key, EVP_sha256());

  const Contexts both{made(SSL_CTX_new(TLS_server_method())), made(SSL_CTX_new(TLS_client_method()))};
  if (SSL_CTX_use_certificate(both.server, certificate) != 1 ||
      SSL_CTX_use_PrivateKey(both.server, key) != 1 ||
      X509_STORE_add_cert(SSL_CTX_get_cert_store(both.client), authority) != 1)
    give_up_tls();
  SSL_CTX_set_verify(both.client, SSL_VERIFY_PEER, nullptr);
  for (SSL_CTX* const context : {both.server, both.client})
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return both;
}

}  // namespace parley::bench
