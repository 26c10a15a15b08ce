#include "engine/net/tls_failure.hpp"

#include <openssl/err.h>

#include <cctype>

namespace parley::tls {

namespace {

struct LibraryName {
  int number;
  const char* name;
};

// CPython names a library by the macro of its number (_ssl_data.h); those that TLS comes by.
constexpr LibraryName libraries[] = {
    {ERR_LIB_SYS, "SYS"},       {ERR_LIB_BN, "BN"},     {ERR_LIB_RSA, "RSA"},
    {ERR_LIB_DH, "DH"},         {ERR_LIB_EVP, "EVP"},   {ERR_LIB_BUF, "BUF"},
    {ERR_LIB_OBJ, "OBJ"},       {ERR_LIB_PEM, "PEM"},   {ERR_LIB_X509, "X509"},
    {ERR_LIB_ASN1, "ASN1"},     {ERR_LIB_CONF, "CONF"}, {ERR_LIB_CRYPTO, "CRYPTO"},
    {ERR_LIB_EC, "EC"},         {ERR_LIB_SSL, "SSL"},   {ERR_LIB_BIO, "BIO"},
    {ERR_LIB_PKCS7, "PKCS7"},   {ERR_LIB_RAND, "RAND"}, {ERR_LIB_X509V3, "X509V3"},
    {ERR_LIB_PKCS12, "PKCS12"},
};

std::string library_name(unsigned long error) {
  for (const LibraryName& each : libraries) {
    if (each.number == ERR_GET_LIB(error)) return each.name;
  }
  return {};
}

// The macro of a reason, which OpenSSL made its text of: "no shared cipher" is NO_SHARED_CIPHER.
std::string reason_name(const char* text) {
  std::string name = text;
  for (char& c : name) {
    c = std::isalnum(static_cast<unsigned char>(c)) != 0
            ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
            : '_';
  }
  return name;
}

}  // namespace

std::string failure_message(const Failure& failure, const std::string& text) {
  if (failure.library.empty()) return text;
  if (failure.reason.empty()) return '[' + failure.library + "] " + text;
  return '[' + failure.library + ": " + failure.reason + "] " + text;
}

std::string Failure::symbol() const {
  switch (kind) {
    case Kind::verification:
      return verify_message.empty() ? reason : reason + ": " + verify_message;
    case Kind::eof:
      return "SSLEOFError";
    case Kind::zero_return:
      return "SSLZeroReturnError";
    default:
      return reason.empty() ? "SSLError" : reason;
  }
}

Failure take_failure(const char* fallback) {
  Failure failure;
  const unsigned long error = ERR_peek_last_error();
  const char* text = error == 0 ? nullptr : ERR_reason_error_string(error);
  if (error != 0) failure.library = library_name(error);
  // The errno of an exception that no session raises is OpenSSL's number of the error, as in CPython.
  failure.code = static_cast<int>(error);
  if (error != 0 && ERR_SYSTEM_ERROR(error)) {
    failure.kind = Failure::Kind::system;
    failure.code = ERR_GET_REASON(error);
  } else if (text != nullptr && (ERR_GET_REASON(error) & ERR_RFLAG_COMMON) == 0) {
    failure.reason = reason_name(text);
  }
  failure.message = failure_message(failure, text == nullptr ? fallback : text);
  ERR_clear_error();
  return failure;
}

}  // namespace parley::tls
