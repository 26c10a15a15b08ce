// What Python's SSLContext holds: certificates, keys, trust, and the rules of the handshakes that sessions
// make by it. It begins with the settings of CPython 3.11 (_ssl.c, SSLContext.__new__), whatever the
// machine's openssl.cnf says, so that a scenario is the same everywhere. Functions that return false leave in
// `failure` why.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/net/tls_cipher.hpp"
#include "engine/net/tls_failure.hpp"

struct ssl_ctx_st;

namespace parley::tls {

/// PROTOCOL_* of ssl.
enum class Protocol : std::uint8_t { tls = 2, tls1_0 = 3, tls1_1 = 4, tls1_2 = 5, client = 16, server = 17 };

struct Statistic {
  const char* name;
  long value;
};

class Context {
 public:
  /// Null where OpenSSL has no memory, or no such protocol.
  static std::shared_ptr<Context> make(Protocol protocol, Failure& failure);
  explicit Context(ssl_ctx_st* raw, Protocol protocol);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  /// PEM files; an empty `key_file` is the certificate's. Errors are system errors (no such file) and
  /// OpenSSL's.
  bool load_cert_chain(const std::string& certificate_file, const std::string& key_file,
                       const std::string& password, Failure& failure);
  /// A file and a folder of trusted certificates and revocation lists; either may be empty.
  bool load_verify_locations(const std::string& file, const std::string& folder, Failure& failure);
  /// Trusted certificates as PEM text, or one or more in DER.
  bool load_verify_data(std::string_view data, bool is_pem, Failure& failure);
  bool set_default_verify_paths(Failure& failure);
  bool set_ciphers(const std::string& list, Failure& failure);
  bool set_ecdh_curve(const std::string& name, Failure& failure);
  /// Names of 1 to 255 bytes, the preferred first.
  void set_alpn_protocols(const std::vector<std::string>& names);
  /// Lines of NSS key log format are appended to this file; empty for none.
  bool set_keylog_file(const std::string& path, Failure& failure);
  const std::string& keylog_file() const { return keylog_; }

  std::uint64_t options() const;
  void set_options(std::uint64_t options);
  /// CERT_NONE 0, CERT_OPTIONAL 1, CERT_REQUIRED 2.
  int verify_mode() const { return verify_mode_; }
  void set_verify_mode(int mode);
  unsigned long verify_flags() const;
  void set_verify_flags(unsigned long flags);
  /// A version of the protocol (0x303 is TLS 1.2), or -2 for the lowest and -1 for the highest there is.
  int minimum_version() const;
  int maximum_version() const;
  bool set_minimum_version(int version);
  bool set_maximum_version(int version);
  int security_level() const;
  int num_tickets() const;
  bool set_num_tickets(int count);
  bool post_handshake_auth() const { return post_handshake_auth_; }
  void set_post_handshake_auth(bool on);

  std::vector<Cipher> ciphers() const;
  std::vector<Statistic> session_stats() const;
  std::vector<Statistic> store_stats() const;
  /// The trusted certificates that are authorities, in DER.
  std::vector<std::string> ca_certificates() const;

  bool check_hostname = false;
  bool has_sni_callback = false;  ///< A server's session stops at the name that it is asked for.
  Protocol protocol() const { return protocol_; }
  ssl_ctx_st* raw() const { return raw_; }
  /// A line of secrets for whoever decodes a capture.
  void write_secret(std::string_view line) const;
  /// The protocols in the form of RFC 7301, each behind its length.
  const std::string& alpn() const { return alpn_; }

 private:
  ssl_ctx_st* raw_;
  Protocol protocol_;
  int verify_mode_ = 0;
  bool post_handshake_auth_ = false;
  std::string alpn_;
  std::string keylog_;  ///< The path of its file.
};

/// Is told every line of secrets, of all contexts of the process.
void set_secret_listener(std::function<void(std::string_view)> listener);

/// "OpenSSL 3.0.19 27 Jan 2026", and its number, which are known without making it ready.
const char* version_text();
unsigned long version_number();

/// Makes OpenSSL ready, without the machine's configuration; the first call takes a millisecond or two.
void initialise();

}  // namespace parley::tls
