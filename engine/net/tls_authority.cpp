#include "engine/net/tls_authority.hpp"

#include <arpa/inet.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdlib>
#include <memory>

#include "engine/net/tls_context.hpp"

namespace parley::tls {

namespace {

template <auto release>
struct Releaser {
  template <class T>
  void operator()(T* value) const {
    release(value);
  }
};

using Bio = std::unique_ptr<BIO, Releaser<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using Signed = std::unique_ptr<X509, Releaser<X509_free>>;
using List = std::unique_ptr<X509_CRL, Releaser<X509_CRL_free>>;

bool fail(Failure& failure) {
  failure = take_failure();
  return false;
}

bool take_text(const Bio& bio, std::string& text) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  if (size <= 0) return false;
  text.assign(bytes, static_cast<std::size_t>(size));
  return true;
}

Key generate(const std::string& kind) {
  if (kind == "ed25519") return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (kind.starts_with("ec:")) return Key(EVP_EC_gen(kind.c_str() + 3));
  if (kind.starts_with("rsa:")) {
    const unsigned long bits = std::strtoul(kind.c_str() + 4, nullptr, 10);
    return Key(EVP_RSA_gen(bits));
  }
  return nullptr;
}

Key read_key(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

Signed read_certificate(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Signed(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

// Ed25519 has a digest of its own.
const EVP_MD* digest_for(const EVP_PKEY* key) {
  return EVP_PKEY_get_id(key) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256();
}

bool add_extension(X509* certificate, X509* issuer, int which, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, which, value.c_str());
  if (extension == nullptr) return false;
  const bool added = X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return added;
}

bool is_address(const std::string& name) {
  std::array<unsigned char, 16> bytes{};
  return inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

bool add_names(X509* certificate, const std::vector<std::string>& names) {
  GENERAL_NAMES* list = GENERAL_NAMES_new();
  bool done = list != nullptr;
  for (const std::string& name : names) {
    GENERAL_NAME* each = done ? a2i_GENERAL_NAME(nullptr, nullptr, nullptr,
                                                 is_address(name) ? GEN_IPADD : GEN_DNS, name.c_str(), 0)
                              : nullptr;
    done = each != nullptr && sk_GENERAL_NAME_push(list, each) > 0;
  }
  done = done && X509_add1_ext_i2d(certificate, NID_subject_alt_name, list, 0, X509V3_ADD_DEFAULT) == 1;
  GENERAL_NAMES_free(list);
  return done;
}

bool set_subject(X509* certificate, const std::string& name) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  const auto* bytes = reinterpret_cast<const unsigned char*>(name.data());
  return X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8, bytes,
                                    static_cast<int>(name.size()), -1, 0) == 1;
}

bool set_serial(ASN1_INTEGER* number, std::uint64_t value) {
  return ASN1_INTEGER_set_uint64(number, value) == 1;
}

bool set_time(ASN1_TIME* place, std::int64_t seconds) {
  return ASN1_TIME_adj(place, static_cast<time_t>(seconds), 0, 0) != nullptr;
}

bool add_extensions(X509* certificate, X509* issuer, const CertificatePlan& plan) {
  bool done = add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
  done = done && add_extension(certificate, issuer, NID_authority_key_identifier, "keyid");
  if (plan.is_authority) {
    done = done && add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:TRUE") &&
           add_extension(certificate, issuer, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else {
    done =
        done && add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
        add_extension(certificate, issuer, NID_ext_key_usage, plan.for_clients ? "clientAuth" : "serverAuth");
  }
  if (!plan.names.empty()) done = done && add_names(certificate, plan.names);
  return done;
}

}  // namespace

bool make_key(const std::string& kind, std::string& pem, Failure& failure) {
  initialise();
  ERR_clear_error();
  const Key key = generate(kind);
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!key || !bio) return fail(failure);
  const bool written =
      PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1;
  return (written && take_text(bio, pem)) || fail(failure);
}

bool make_certificate(const CertificatePlan& plan, std::string& pem, Failure& failure) {
  initialise();
  ERR_clear_error();
  const Key key = read_key(plan.key);
  const bool signs_itself = plan.issuer_certificate.empty();
  const Signed issuer = signs_itself ? nullptr : read_certificate(plan.issuer_certificate);
  const Key issuer_key = signs_itself ? nullptr : read_key(plan.issuer_key);
  const Signed made(X509_new());
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!key || !made || !bio || (!signs_itself && (!issuer || !issuer_key))) return fail(failure);
  X509* const signer = signs_itself ? made.get() : issuer.get();
  EVP_PKEY* const signer_key = signs_itself ? key.get() : issuer_key.get();
  bool done = X509_set_version(made.get(), X509_VERSION_3) == 1 &&
              set_serial(X509_get_serialNumber(made.get()), plan.serial) &&
              set_subject(made.get(), plan.common_name) &&
              X509_set_issuer_name(made.get(), X509_get_subject_name(signer)) == 1 &&
              set_time(X509_getm_notBefore(made.get()), plan.not_before) &&
              set_time(X509_getm_notAfter(made.get()), plan.not_after) &&
              X509_set_pubkey(made.get(), key.get()) == 1;
  done = done && add_extensions(made.get(), signer, plan) &&
         X509_sign(made.get(), signer_key, digest_for(signer_key)) > 0 &&
         PEM_write_bio_X509(bio.get(), made.get()) == 1;
  return (done && take_text(bio, pem)) || fail(failure);
}

bool make_revocation_list(const RevocationPlan& plan, std::string& pem, Failure& failure) {
  initialise();
  ERR_clear_error();
  const Signed issuer = read_certificate(plan.issuer_certificate);
  const Key key = read_key(plan.issuer_key);
  const List list(X509_CRL_new());
  const Bio bio(BIO_new(BIO_s_mem()));
  ASN1_TIME* const time = ASN1_TIME_new();
  bool done = issuer && key && list && bio && time != nullptr &&
              X509_CRL_set_version(list.get(), X509_CRL_VERSION_2) == 1 &&
              X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(issuer.get())) == 1;
  done = done && set_time(time, plan.last_update) && X509_CRL_set1_lastUpdate(list.get(), time) == 1;
  for (const std::uint64_t serial : plan.serials) {
    X509_REVOKED* entry = done ? X509_REVOKED_new() : nullptr;
    ASN1_INTEGER* number = ASN1_INTEGER_new();
    done = entry != nullptr && number != nullptr && set_serial(number, serial) &&
           X509_REVOKED_set_serialNumber(entry, number) == 1 &&
           X509_REVOKED_set_revocationDate(entry, time) == 1;
    ASN1_INTEGER_free(number);
    if (done) {
      done = X509_CRL_add0_revoked(list.get(), entry) == 1;
    } else {
      X509_REVOKED_free(entry);
    }
  }
  done = done && set_time(time, plan.next_update) && X509_CRL_set1_nextUpdate(list.get(), time) == 1 &&
         X509_CRL_sort(list.get()) == 1 && X509_CRL_sign(list.get(), key.get(), digest_for(key.get())) > 0 &&
         PEM_write_bio_X509_CRL(bio.get(), list.get()) == 1;
  ASN1_TIME_free(time);
  return (done && take_text(bio, pem)) || fail(failure);
}

}  // namespace parley::tls
