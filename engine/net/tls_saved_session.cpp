#include "engine/net/tls_saved_session.hpp"

#include <openssl/ssl.h>

namespace parley::tls {

SavedSession::~SavedSession() { SSL_SESSION_free(raw_); }

std::string SavedSession::id() const {
  unsigned int size = 0;
  const unsigned char* bytes = SSL_SESSION_get_id(raw_, &size);
  return {reinterpret_cast<const char*>(bytes), size};
}

long SavedSession::time() const { return SSL_SESSION_get_time(raw_); }

long SavedSession::timeout() const { return SSL_SESSION_get_timeout(raw_); }

bool SavedSession::has_ticket() const { return SSL_SESSION_has_ticket(raw_) != 0; }

unsigned long SavedSession::ticket_lifetime_hint() const {
  return SSL_SESSION_get_ticket_lifetime_hint(raw_);
}

}  // namespace parley::tls
