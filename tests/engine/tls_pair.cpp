#include "tests/engine/tls_pair.hpp"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <utility>

#include "engine/net/socket.hpp"
#include "tests/catch.hpp"

namespace tls = parley::tls;

namespace {

// A file for as long as a context is told of it.
struct TextFile {
  explicit TextFile(const std::string& text) {
    const int fd = ::mkstemp(path);
    REQUIRE(fd >= 0);
    ::close(fd);
    std::ofstream(path) << text;
  }
  ~TextFile() { ::unlink(path); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  char path[32] = "/tmp/parley-tls-XXXXXX";
};

std::unique_ptr<tls::Session> make(const std::shared_ptr<tls::Context>& context, int fd, bool is_server) {
  tls::Failure failure;
  auto session = tls::Session::make(context, fd, {is_server, is_server ? "" : "localhost"}, failure);
  REQUIRE(session);
  return session;
}

}  // namespace

tls::CertificatePlan plan_of(std::vector<std::string> names, std::uint64_t serial) {
  tls::CertificatePlan plan;
  plan.common_name = names.front();
  plan.names = std::move(names);
  plan.serial = serial;
  return plan;
}

tls::CertificatePlan authority_plan() {
  tls::CertificatePlan plan;
  plan.common_name = "the authority";
  plan.is_authority = true;
  return plan;
}

Issued issue(tls::CertificatePlan plan, const Issued* issuer) {
  Issued made;
  tls::Failure failure;
  REQUIRE(tls::make_key("ec:P-256", made.key, failure));
  plan.key = made.key;
  plan.not_before = 1'000'000'000;
  plan.not_after = 4'000'000'000;
  if (issuer != nullptr) {
    plan.issuer_certificate = issuer->certificate;
    plan.issuer_key = issuer->key;
  }
  REQUIRE(tls::make_certificate(plan, made.certificate, failure));
  return made;
}

std::string der_of(std::string_view pem) {
  const std::size_t begin = pem.find('\n') + 1;
  std::string text(pem.substr(begin, pem.find("-----END") - begin));
  std::string der;
  unsigned bits = 0;
  int count = 0;
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) continue;
    bits = bits << 6U | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    der += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xffU);
  }
  return der;
}

Pair::Pair() {
  const Issued authority = issue(authority_plan());
  const Issued shown = issue(plan_of({"localhost"}, 2), &authority);
  tls::Failure failure;
  server_context = tls::Context::make(tls::Protocol::server, failure);
  client_context = tls::Context::make(tls::Protocol::client, failure);
  REQUIRE((server_context && client_context));
  const TextFile certificate(shown.certificate);
  const TextFile key(shown.key);
  REQUIRE(server_context->load_cert_chain(certificate.path, key.path, "", failure));
  REQUIRE(client_context->load_verify_data(authority.certificate, true, failure));
  const parley::net::SocketPair ends = parley::net::open_pair(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(ends.ok());
  server_end = parley::Descriptor(ends.first);
  client_end = parley::Descriptor(ends.second);
  server = make(server_context, ends.first, true);
  client = make(client_context, ends.second, false);
}

bool Pair::shake_hands() const {
  tls::Status of_client = tls::Status::wants_read;
  tls::Status of_server = tls::Status::wants_read;
  for (int round = 0; round < 8; ++round) {
    if (of_client == tls::Status::wants_read) of_client = client->handshake().status;
    if (of_server == tls::Status::wants_read) of_server = server->handshake().status;
  }
  return of_client == tls::Status::done && of_server == tls::Status::done;
}
