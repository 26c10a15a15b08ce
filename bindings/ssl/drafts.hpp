// What TLS gave last, kept while it becomes Lua's: nothing that owns memory may be on the stack where Lua
// raises.
#pragma once

#include <string>
#include <vector>

#include "engine/net/tls_authority.hpp"
#include "engine/net/tls_session.hpp"

namespace parley {

struct TlsDrafts {
  tls::Failure failure;
  tls::Certificate certificate;
  std::vector<tls::Cipher> ciphers;
  tls::CertificatePlan plan;
  tls::RevocationPlan revocations;
  std::vector<std::string> texts;
  std::string text;
};

}  // namespace parley
