// Contexts of OpenSSL for a server and a client that trusts it: an authority and a certificate for localhost
// that it signed, both with keys on P-256, as parley's ssl.authority() makes them. Nothing here is freed
// before the program ends.
#pragma once

struct ssl_ctx_st;  // OpenSSL's SSL_CTX; its headers are slow to compile

namespace parley::bench {

struct Contexts {
  ssl_ctx_st* server;
  ssl_ctx_st* client;
};

Contexts contexts();

/// Prints OpenSSL's own words for what went wrong, and ends the program.
[[noreturn]] void give_up_tls();

/// What OpenSSL made, or the end of the program.
template <typename Made>
Made* made(Made* thing) {
  if (thing == nullptr) give_up_tls();
  return thing;
}

}  // namespace parley::bench
