// A session of TLS apart from its connection.
#pragma once

#include <string>

struct ssl_session_st;

namespace parley::tls {

/// A session that can be taken up again: Python's SSLSession.
class SavedSession {
 public:
  explicit SavedSession(ssl_session_st* raw) : raw_(raw) {}  ///< Takes it over.
  ~SavedSession();
  SavedSession(const SavedSession&) = delete;
  SavedSession& operator=(const SavedSession&) = delete;

  std::string id() const;
  long time() const;     ///< When it was made, in seconds since 1970.
  long timeout() const;  ///< How long it may be used, in seconds.
  bool has_ticket() const;
  unsigned long ticket_lifetime_hint() const;
  ssl_session_st* raw() const { return raw_; }

 private:
  ssl_session_st* raw_;
};

}  // namespace parley::tls
