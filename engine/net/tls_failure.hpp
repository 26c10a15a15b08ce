// What went wrong in TLS, as CPython's _ssl.c tells it: which of the exceptions of ssl it becomes, the
// library and the reason of OpenSSL, and of a certificate that was refused, why.
#pragma once

#include <cstdint>
#include <string>

namespace parley::tls {

struct Failure {
  enum class Kind : std::uint8_t {
    ssl,           ///< SSLError
    zero_return,   ///< SSLZeroReturnError: the peer said that it is done.
    want_read,     ///< SSLWantReadError
    want_write,    ///< SSLWantWriteError
    eof,           ///< SSLEOFError: the stream ended without that.
    verification,  ///< SSLCertVerificationError
    system,        ///< An OSError of `code`, an errno.
    value,         ///< ValueError
  };
  Kind kind = Kind::ssl;
  /// The exception's errno: of a system error that; of a session SSL_ERROR_*; else OpenSSL's own number.
  int code = 0;
  std::string library;  ///< "SSL", "X509", "PEM"; empty where OpenSSL named none.
  std::string reason;   ///< "CERTIFICATE_VERIFY_FAILED"; empty where OpenSSL gave none.
  std::string message;  ///< As the exception prints it, but without the place in CPython's source.
  int verify_code = 0;  ///< X509_V_ERR_*
  std::string verify_message;

  /// By which a transcript tells it: the reason with what made a certificate be refused, or the kind.
  std::string symbol() const;
};

/// The newest of what stands in OpenSSL's queue of errors, which is emptied. `fallback` is the message
/// where the queue is empty.
Failure take_failure(const char* fallback = "unknown error");

/// "[SSL: REASON] text", from the parts that there are.
std::string failure_message(const Failure& failure, const std::string& text);

}  // namespace parley::tls
