#include "engine/net/tls_context.hpp"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cerrno>

#include "engine/base/descriptor.hpp"

namespace parley::tls {

namespace {

// CPython's own list, which Debian does not change.
constexpr const char* default_ciphers =
    "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM";

const SSL_METHOD* method_of(Protocol protocol) {
  switch (protocol) {
    case Protocol::client:
      return TLS_client_method();
    case Protocol::server:
      return TLS_server_method();
    default:
      return TLS_method();
  }
}

void fix_version(SSL_CTX* raw, Protocol protocol) {
  int version = 0;
  if (protocol == Protocol::tls1_0) version = TLS1_VERSION;
  if (protocol == Protocol::tls1_1) version = TLS1_1_VERSION;
  if (protocol == Protocol::tls1_2) version = TLS1_2_VERSION;
  SSL_CTX_set_min_proto_version(raw, version == 0 ? TLS1_2_VERSION : version);
  SSL_CTX_set_max_proto_version(raw, version);
}

Context* context_of(const SSL* ssl) {
  return static_cast<Context*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
}

// The server's choice. Where nothing is shared, there is no protocol, and no failure, as in CPython.
int choose_alpn(SSL* /*ssl*/, const unsigned char** chosen, unsigned char* length,
                const unsigned char* offered, unsigned int size, void* argument) {
  const std::string& own = static_cast<const Context*>(argument)->alpn();
  const auto* names = reinterpret_cast<const unsigned char*>(own.data());
  if (own.empty()) return SSL_TLSEXT_ERR_NOACK;
  const int result = SSL_select_next_proto(const_cast<unsigned char**>(chosen), length, names,
                                           static_cast<unsigned int>(own.size()), offered, size);
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

std::function<void(std::string_view)>& secret_listener() {
  static std::function<void(std::string_view)> listener;
  return listener;
}

void log_secret(const SSL* ssl, const char* line) {
  context_of(ssl)->write_secret(line);
  if (secret_listener()) secret_listener()(line);
}

int give_password(char* buffer, int size, int /*writes*/, void* argument) {
  const auto& password = *static_cast<const std::string*>(argument);
  const int length = static_cast<int>(password.size());
  if (password.empty() || length > size) return -1;
  password.copy(buffer, password.size());
  return length;
}

// An errno that OpenSSL met goes before what it made of it.
bool fail(Failure& failure) {
  const int code = errno;
  failure = take_failure();
  if (code == 0) return false;
  failure = Failure();
  failure.kind = Failure::Kind::system;
  failure.code = code;
  return false;
}

bool add_certificate(X509_STORE* store, X509* certificate) {
  if (X509_STORE_add_cert(store, certificate) == 1) return true;
  const unsigned long error = ERR_peek_last_error();
  const bool is_there =
      ERR_GET_LIB(error) == ERR_LIB_X509 && ERR_GET_REASON(error) == X509_R_CERT_ALREADY_IN_HASH_TABLE;
  if (is_there) ERR_clear_error();
  return is_there;
}

// Certificates and revocation lists, up to the end of the text. How many there were; negative for an error.
int add_pem(X509_STORE* store, BIO* text) {
  int count = 0;
  while (X509* certificate = PEM_read_bio_X509(text, nullptr, nullptr, nullptr)) {
    const bool added = add_certificate(store, certificate);
    X509_free(certificate);
    if (!added) return -1;
    ++count;
  }
  const unsigned long error = ERR_peek_last_error();
  const bool is_end = ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
  return is_end ? count : -1;
}

int add_der(X509_STORE* store, BIO* data) {
  int count = 0;
  while (BIO_pending(data) > 0) {
    X509* certificate = d2i_X509_bio(data, nullptr);
    if (certificate == nullptr) return -1;
    const bool added = add_certificate(store, certificate);
    X509_free(certificate);
    if (!added) return -1;
    ++count;
  }
  return count;
}

// Opened for each line, so that no descriptor stays open beside the script's.
Descriptor open_keylog(const std::string& path) {
  return Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
}

void prepare(SSL_CTX* raw, Protocol protocol) {
  SSL_CTX_set_options(raw, (SSL_OP_ALL & ~SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS) | SSL_OP_NO_SSLv3 |
                               SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                            SSL_MODE_AUTO_RETRY | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_cipher_list(raw, default_ciphers);
  constexpr unsigned char id[] = "parley";
  SSL_CTX_set_session_id_context(raw, id, sizeof id);
  X509_VERIFY_PARAM* rules = SSL_CTX_get0_param(raw);
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_TRUSTED_FIRST);
  X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  fix_version(raw, protocol);
  SSL_CTX_set_keylog_callback(raw, log_secret);
}

}  // namespace

void set_secret_listener(std::function<void(std::string_view)> listener) {
  secret_listener() = std::move(listener);
}

const char* version_text() { return OpenSSL_version(OPENSSL_VERSION); }

unsigned long version_number() { return OpenSSL_version_num(); }

void initialise() {
  static const int ready = OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  static_cast<void>(ready);
}

std::shared_ptr<Context> Context::make(Protocol protocol, Failure& failure) {
  initialise();
  ERR_clear_error();
  SSL_CTX* raw = SSL_CTX_new(method_of(protocol));
  if (raw == nullptr) {
    failure = take_failure();
    return nullptr;
  }
  prepare(raw, protocol);
  return std::make_shared<Context>(raw, protocol);
}

Context::Context(ssl_ctx_st* raw, Protocol protocol) : raw_(raw), protocol_(protocol) {
  SSL_CTX_set_app_data(raw_, this);
  SSL_CTX_set_alpn_select_cb(raw_, choose_alpn, this);
  if (protocol == Protocol::client) {
    check_hostname = true;
    set_verify_mode(2);
  }
}

// A session that outlives its Context (its SSL has a reference to the SSL_CTX) would call back to nothing: so
// each session holds its Context as well.
Context::~Context() { SSL_CTX_free(raw_); }

bool Context::load_cert_chain(const std::string& certificate_file, const std::string& key_file,
                              const std::string& password, Failure& failure) {
  ERR_clear_error();
  SSL_CTX_set_default_passwd_cb(raw_, give_password);
  SSL_CTX_set_default_passwd_cb_userdata(raw_, const_cast<std::string*>(&password));
  const std::string& key = key_file.empty() ? certificate_file : key_file;
  errno = 0;
  bool done = SSL_CTX_use_certificate_chain_file(raw_, certificate_file.c_str()) == 1;
  if (done) errno = 0;
  done = done && SSL_CTX_use_PrivateKey_file(raw_, key.c_str(), SSL_FILETYPE_PEM) == 1;
  const bool read = done;
  done = done && SSL_CTX_check_private_key(raw_) == 1;
  SSL_CTX_set_default_passwd_cb(raw_, nullptr);
  SSL_CTX_set_default_passwd_cb_userdata(raw_, nullptr);
  if (read) errno = 0;
  return done || fail(failure);
}

bool Context::load_verify_locations(const std::string& file, const std::string& folder, Failure& failure) {
  ERR_clear_error();
  errno = 0;
  const int done = SSL_CTX_load_verify_locations(raw_, file.empty() ? nullptr : file.c_str(),
                                                 folder.empty() ? nullptr : folder.c_str());
  return done == 1 || fail(failure);
}

bool Context::load_verify_data(std::string_view data, bool is_pem, Failure& failure) {
  ERR_clear_error();
  BIO* bio = BIO_new_mem_buf(data.data(), static_cast<int>(data.size()));
  if (bio == nullptr) {
    failure = take_failure();
    return false;
  }
  X509_STORE* store = SSL_CTX_get_cert_store(raw_);
  const int count = is_pem ? add_pem(store, bio) : add_der(store, bio);
  BIO_free(bio);
  if (count > 0) {
    ERR_clear_error();
    return true;
  }
  failure = take_failure();
  if (count == 0) {
    failure = Failure();
    failure.message = is_pem ? "no start line: cadata does not contain a certificate"
                             : "not enough data: cadata does not contain a certificate";
  }
  return false;
}

bool Context::set_default_verify_paths(Failure& failure) {
  ERR_clear_error();
  if (SSL_CTX_set_default_verify_paths(raw_) == 1) return true;
  failure = take_failure();
  return false;
}

bool Context::set_ciphers(const std::string& list, Failure& failure) {
  ERR_clear_error();
  if (SSL_CTX_set_cipher_list(raw_, list.c_str()) == 1) return true;
  ERR_clear_error();
  failure = Failure();
  failure.message = "No cipher can be selected.";
  return false;
}

bool Context::set_ecdh_curve(const std::string& name, Failure& failure) {
  ERR_clear_error();
  const int curve = OBJ_sn2nid(name.c_str());
  if (curve == NID_undef) {
    failure = Failure();
    failure.kind = Failure::Kind::value;
    failure.message = "unknown elliptic curve name '" + name + "'";
    return false;
  }
  if (SSL_CTX_set1_groups(raw_, &curve, 1) == 1) return true;
  failure = take_failure();
  return false;
}

void Context::set_alpn_protocols(const std::vector<std::string>& names) {
  alpn_.clear();
  for (const std::string& name : names) {
    alpn_ += static_cast<char>(name.size());
    alpn_ += name;
  }
  SSL_CTX_set_alpn_protos(raw_, reinterpret_cast<const unsigned char*>(alpn_.data()),
                          static_cast<unsigned int>(alpn_.size()));
}

bool Context::set_keylog_file(const std::string& path, Failure& failure) {
  keylog_.clear();
  if (path.empty()) return true;
  if (const Descriptor file = open_keylog(path)) {
    keylog_ = path;
    return true;
  }
  failure = Failure();
  failure.kind = Failure::Kind::system;
  failure.code = errno;
  return false;
}

void Context::write_secret(std::string_view line) const {
  if (keylog_.empty()) return;
  const std::string text = std::string(line) + '\n';
  const Descriptor file = open_keylog(keylog_);
  static_cast<void>(::write(file.get(), text.data(), text.size()) < 0);
}

}  // namespace parley::tls
