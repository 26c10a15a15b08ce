// Makes keys, certificates and revocation lists on the spot, as texts in PEM: what an authority of a scenario
// hands out. A key of P-256 is there at once, one of RSA 2048 takes some 200 ms. Functions that return false
// leave in `failure` why.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/net/tls_failure.hpp"

namespace parley::tls {

/// A private key of the kind "ec:P-256", "ec:P-384", "ec:P-521", "rsa:2048" (or another number of bits from
/// 512 on) or "ed25519".
bool make_key(const std::string& kind, std::string& pem, Failure& failure);

struct CertificatePlan {
  std::string common_name;
  std::vector<std::string> names;  ///< Subject alternative names: hosts and addresses.
  std::int64_t not_before = 0;     ///< In seconds since 1970, as the next one.
  std::int64_t not_after = 0;
  std::uint64_t serial = 1;
  bool is_authority = false;       ///< It may sign others.
  bool for_clients = false;        ///< Extended key usage: clientAuth, and not serverAuth.
  std::string key;                 ///< PEM, of the one who gets it.
  std::string issuer_certificate;  ///< PEM; empty where it signs itself.
  std::string issuer_key;
};

bool make_certificate(const CertificatePlan& plan, std::string& pem, Failure& failure);

struct RevocationPlan {
  std::string issuer_certificate;
  std::string issuer_key;
  std::vector<std::uint64_t> serials;
  std::int64_t last_update = 0;
  std::int64_t next_update = 0;
};

bool make_revocation_list(const RevocationPlan& plan, std::string& pem, Failure& failure);

}  // namespace parley::tls
