#include "engine/net/tls_session.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

#include "engine/net/tls_alert.hpp"

namespace parley::tls {

/// What OpenSSL calls in the middle of a step.
struct Callbacks {
  static Session& session_of(const SSL* ssl) { return *static_cast<Session*>(SSL_get_app_data(ssl)); }

  static void note(const SSL* ssl, int where, int value) {
    Session& session = session_of(ssl);
    if ((where & SSL_CB_ALERT) != 0)
      session.alerts_.push_back({(where & SSL_CB_WRITE) != 0, alert_name(value & 0xff)});
  }

  static int greet(SSL* ssl, int* alert, void* /*argument*/);
};

namespace {

// Python asks for a name of the host only, not for an address: RFC 6066, section 3.
bool is_address(const std::string& host) {
  std::array<unsigned char, 16> bytes{};
  return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

// The name in the extension server_name of a ClientHello: a list of {type, length, name} behind its length.
std::string asked_of(SSL* ssl) {
  const unsigned char* data = nullptr;
  std::size_t size = 0;
  constexpr std::size_t overhead = 5;
  if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_server_name, &data, &size) != 1 || size < overhead)
    return {};
  const std::size_t length = static_cast<std::size_t>(data[3]) << 8U | data[4];
  if (data[2] != TLSEXT_NAMETYPE_host_name || length > size - overhead) return {};
  return {reinterpret_cast<const char*>(data + overhead), length};
}

}  // namespace

// A server stops here where its sni_callback is to be asked, which may itself wait; so it is no callback of
// OpenSSL's that calls Lua.
int Callbacks::greet(SSL* ssl, int* alert, void* /*argument*/) {
  Session& session = session_of(ssl);
  using Choice = Session::Choice;
  if (session.choice_ == Choice::refused) {
    *alert = session.refusal_;
    return SSL_CLIENT_HELLO_ERROR;
  }
  if (session.choice_ == Choice::accepted) return SSL_CLIENT_HELLO_SUCCESS;
  session.choice_ = Choice::asked;
  session.asked_name_ = asked_of(ssl);
  return SSL_CLIENT_HELLO_RETRY;
}

std::unique_ptr<Session> Session::make(std::shared_ptr<Context> context, int fd, const Plan& plan,
                                       Failure& failure) {
  ERR_clear_error();
  const Protocol wrong = plan.server_side ? Protocol::client : Protocol::server;
  if (context->protocol() == wrong) {
    failure = Failure();
    failure.message = plan.server_side ? "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context"
                                       : "Cannot create a client socket with a PROTOCOL_TLS_SERVER context";
    return nullptr;
  }
  SSL* raw = SSL_new(context->raw());
  if (raw == nullptr) {
    failure = take_failure();
    return nullptr;
  }
  auto session = std::make_unique<Session>(std::move(context), raw, plan);
  session->wire.fd = fd;
  if (!session->configure(failure)) return nullptr;
  return session;
}

Session::Session(std::shared_ptr<Context> context, ssl_st* raw, Plan plan)
    : context_(std::move(context)), raw_(raw), plan_(std::move(plan)) {
  SSL_set_app_data(raw_, this);
  SSL_set_info_callback(raw_, Callbacks::note);
}

Session::~Session() { SSL_free(raw_); }

bool Session::configure(Failure& failure) {
  BIO* bio = make_bio(wire);
  if (bio == nullptr) {
    failure = take_failure();
    return false;
  }
  SSL_set_bio(raw_, bio, bio);
  const std::string& host = plan_.server_hostname;
  X509_VERIFY_PARAM* rules = SSL_get0_param(raw_);
  if (!host.empty() && is_address(host)) {
    if (context_->check_hostname) X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str());
  } else if (!host.empty()) {
    SSL_set_tlsext_host_name(raw_, host.c_str());
    if (context_->check_hostname) X509_VERIFY_PARAM_set1_host(rules, host.data(), host.size());
  }
  if (plan_.server_side) {
    if (context_->post_handshake_auth()) put_off_verification();
    if (context_->has_sni_callback) SSL_CTX_set_client_hello_cb(context_->raw(), Callbacks::greet, nullptr);
    SSL_set_accept_state(raw_);
  } else {
    SSL_set_connect_state(raw_);
  }
  return true;
}

// A server that may ask for a certificate later does not do so in the handshake. OpenSSL takes that only of
// one that verifies at all.
void Session::put_off_verification() {
  const int mode = SSL_get_verify_mode(raw_);
  if ((mode & SSL_VERIFY_PEER) == 0) return;
  SSL_set_verify(raw_, mode | SSL_VERIFY_POST_HANDSHAKE, SSL_get_verify_callback(raw_));
}

Step Session::finish(int result, std::size_t count, bool is_read) {
  if (result > 0) return {Status::done, count};
  const int error = SSL_get_error(raw_, result);
  switch (error) {
    case SSL_ERROR_WANT_READ:
      return {Status::wants_read};
    case SSL_ERROR_WANT_WRITE:
      return {Status::wants_write};
    case SSL_ERROR_WANT_CLIENT_HELLO_CB:
      return {Status::wants_choice};
    case SSL_ERROR_ZERO_RETURN:
      if (is_read) return {Status::closed};
      break;
    default:
      break;
  }
  fail(error);
  return {Status::failed};
}

// As PySSL_SetError of CPython.
void Session::fail(int error) {
  failed_ = true;
  const unsigned long reason = ERR_peek_last_error();
  if (error == SSL_ERROR_ZERO_RETURN) {
    failure_ = Failure();
    failure_.kind = Failure::Kind::zero_return;
    failure_.code = SSL_ERROR_ZERO_RETURN;
    failure_.message = "TLS/SSL connection has been closed (EOF)";
  } else if (error == SSL_ERROR_SYSCALL && reason == 0) {
    failure_ = Failure();
    const bool has_errno = wire.error != 0;
    failure_.kind = has_errno ? Failure::Kind::system : Failure::Kind::eof;
    failure_.code = has_errno ? wire.error : 8;
    failure_.message = "EOF occurred in violation of protocol";
  } else {
    const bool is_eof =
        ERR_GET_LIB(reason) == ERR_LIB_SSL && ERR_GET_REASON(reason) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
    failure_ = take_failure("A failure in the SSL library occurred");
    failure_.code = error;
    if (is_eof) {
      failure_.kind = Failure::Kind::eof;
      failure_.code = 8;  // PY_SSL_ERROR_EOF
      failure_.message = failure_message(failure_, "EOF occurred in violation of protocol");
    } else {
      explain_verification(reason);
    }
  }
  ERR_clear_error();
}

void Session::explain_verification(unsigned long error) {
  if (ERR_GET_LIB(error) != ERR_LIB_SSL || ERR_GET_REASON(error) != SSL_R_CERTIFICATE_VERIFY_FAILED) return;
  const long code = SSL_get_verify_result(raw_);
  failure_.kind = Failure::Kind::verification;
  failure_.verify_code = static_cast<int>(code);
  failure_.verify_message = X509_verify_cert_error_string(code);
  const std::string& host = plan_.server_hostname;
  if (code == X509_V_ERR_HOSTNAME_MISMATCH)
    failure_.verify_message = "Hostname mismatch, certificate is not valid for '" + host + "'.";
  if (code == X509_V_ERR_IP_ADDRESS_MISMATCH)
    failure_.verify_message = "IP address mismatch, certificate is not valid for '" + host + "'.";
  failure_.message = failure_message(failure_, "certificate verify failed: " + failure_.verify_message);
}

// One call of OpenSSL's. It stops after each message of TLS's own (a ticket), though more may have come: as
// nothing will tell of that again, it goes on until the kernel has no more.
template <class Call>
int Session::attempt(Call call) {
  for (;;) {
    ERR_clear_error();
    wire.error = 0;
    wire.is_starved = false;
    const int result = call();
    if (result > 0 || wire.is_starved || SSL_get_error(raw_, result) != SSL_ERROR_WANT_READ) return result;
  }
}

void Session::note_completion() {
  if (established_ || SSL_is_init_finished(raw_) == 0) return;
  established_ = completed_ = begun_ = true;
}

Step Session::handshake() {
  begun_ = true;
  const int result = attempt([this] { return SSL_do_handshake(raw_); });
  note_completion();
  return finish(result, 0, false);
}

Step Session::read(std::span<char> space) {
  std::size_t count = 0;
  const int result = attempt([&] { return SSL_read_ex(raw_, space.data(), space.size(), &count); });
  note_completion();
  return finish(result, count, true);
}

Step Session::peek(std::span<char> space) {
  std::size_t count = 0;
  const int result = attempt([&] { return SSL_peek_ex(raw_, space.data(), space.size(), &count); });
  note_completion();
  return finish(result, count, true);
}

Step Session::write(std::string_view bytes) {
  std::size_t count = 0;
  const int result = attempt([&] { return SSL_write_ex(raw_, bytes.data(), bytes.size(), &count); });
  note_completion();
  return finish(result, count, false);
}

bool Session::request_certificate(Failure& failure) {
  ERR_clear_error();
  if (SSL_verify_client_post_handshake(raw_) == 1) return true;
  failure = take_failure();
  return false;
}

// As CPython's unwrap: a shutdown that was sent only is called once more, for the peer's answer.
Step Session::shutdown() {
  int result = attempt([this] { return SSL_shutdown(raw_); });
  if (result == 0 && !saw_half_shutdown_) {
    saw_half_shutdown_ = true;
    result = attempt([this] { return SSL_shutdown(raw_); });
  }
  if (result == 0) return {Status::done};
  return finish(result, 0, false);
}

void Session::refuse(int alert) {
  choice_ = Choice::refused;
  refusal_ = alert;
}

bool Session::set_context(std::shared_ptr<Context> context) {
  if (SSL_set_SSL_CTX(raw_, context->raw()) == nullptr) return false;
  context_ = std::move(context);
  return true;
}

std::size_t Session::drain(std::span<char>& space) {
  std::size_t count = 0;
  wire.is_closing = true;
  if (established_ && !failed_) {
    const std::size_t known = alerts_.size();
    const Step step = peek(space);
    count = step.status == Status::done ? step.count : 0;
    // What OpenSSL would answer is not sent.
    alerts_.erase(std::remove_if(alerts_.begin() + static_cast<std::ptrdiff_t>(known), alerts_.end(),
                                 [](const AlertEvent& alert) { return alert.is_sent; }),
                  alerts_.end());
  }
  space = space.first(count);
  if (count > 0) return std::max(count, pending());
  std::array<char, 4096> rest;
  while (BIO_read(SSL_get_rbio(raw_), rest.data(), rest.size()) > 0) {
  }
  ERR_clear_error();
  return 0;
}

}  // namespace parley::tls
