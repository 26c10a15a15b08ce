// Certificates for tests, and two ends of a connection that speak TLS with each other.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/descriptor.hpp"
#include "engine/net/tls_authority.hpp"
#include "engine/net/tls_session.hpp"

struct Issued {
  std::string certificate;
  std::string key;
};

/// What is to be certified: a server of these names, the first of which is its subject; or an authority.
parley::tls::CertificatePlan plan_of(std::vector<std::string> names, std::uint64_t serial);
parley::tls::CertificatePlan authority_plan();

/// A certificate by `plan`, with a key of its own and a validity that holds; signed by itself where there is
/// no issuer.
Issued issue(parley::tls::CertificatePlan plan, const Issued* issuer = nullptr);

/// The first certificate of a text in PEM, in DER.
std::string der_of(std::string_view pem);

/// A server and a client over a pair of sockets; the client trusts the server's authority.
struct Pair {
  Pair();

  /// Lets both take steps until neither can go on. Whether both handshakes are done.
  bool shake_hands() const;

  std::shared_ptr<parley::tls::Context> server_context;
  std::shared_ptr<parley::tls::Context> client_context;
  parley::Descriptor server_end;
  parley::Descriptor client_end;
  std::unique_ptr<parley::tls::Session> server;
  std::unique_ptr<parley::tls::Session> client;
};
