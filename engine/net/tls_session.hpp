// One TLS session over a descriptor that never waits: Python's _SSLSocket. Each step is tried at once and
// says what it waits for; the caller waits and tries again. What else happens in a step (alerts, the end of
// the handshake, secrets) is kept until it is asked for. Files of OpenSSL's are included by the .cpp alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/net/tls_certificate.hpp"
#include "engine/net/tls_context.hpp"
#include "engine/net/tls_failure.hpp"
#include "engine/net/tls_saved_session.hpp"
#include "engine/net/tls_wire.hpp"

struct ssl_st;

namespace parley::tls {

enum class Status : std::uint8_t {
  done,
  wants_read,
  wants_write,
  wants_choice,  ///< A server's handshake stands where its sni_callback is to be asked.
  closed,        ///< read: the peer said that it is done.
  failed,        ///< failure() says why.
};

struct Step {
  Status status = Status::done;
  std::size_t count = 0;  ///< Bytes read or written.
};

struct AlertEvent {
  bool is_sent = false;  ///< Else it came.
  std::string name;
};

class Session {
 public:
  /// How it is made: a client's has the name of its server, which is checked if the context says so.
  struct Plan {
    bool server_side = false;
    std::string server_hostname;
  };

  /// Null where OpenSSL refuses (no memory, a client's context for a server), with `failure`.
  static std::unique_ptr<Session> make(std::shared_ptr<Context> context, int fd, const Plan& plan,
                                       Failure& failure);
  Session(std::shared_ptr<Context> context, ssl_st* raw, Plan plan);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Step handshake();
  /// At most one record of TLS, that is 16 KiB.
  Step read(std::span<char> space);
  /// What read() would give, left in place.
  Step peek(std::span<char> space);
  /// Writes a record. Where it has to wait, the next call must have the same bytes or more.
  Step write(std::string_view bytes);
  /// A server asks for the client's certificate behind the handshake (RFC 8446, 4.6.2): with what is written
  /// next, and the answer comes with what is read next. False, with `failure`, where it cannot ask.
  bool request_certificate(Failure& failure);
  /// Sends close_notify and waits for the peer's.
  Step shutdown();
  const Failure& failure() const { return failure_; }

  /// wants_choice: the name that the client asks for, empty where it names none; and the answer, after which
  /// handshake() goes on: the context that stands in now, or an alert, by its number.
  const std::string& asked_name() const { return asked_name_; }
  void choose() { choice_ = Choice::accepted; }
  void refuse(int alert);

  bool set_context(std::shared_ptr<Context> context);
  const std::shared_ptr<Context>& context() const { return context_; }

  // --- What was agreed on; nothing of it before the handshake.

  bool is_established() const;
  bool is_server() const { return plan_.server_side; }
  const std::string& server_hostname() const { return plan_.server_hostname; }
  std::string version() const;  ///< "TLSv1.3"; empty before.
  /// False where there is none.
  bool cipher(Cipher& cipher) const;
  /// What client and server both can, as the server sees it; false where there is no such list.
  bool shared_ciphers(std::vector<Cipher>& ciphers) const;
  std::string alpn() const;
  std::size_t pending() const;  ///< Decoded bytes that were not read.
  /// The peer's certificate in DER; empty where it has none.
  std::string peer_certificate() const;
  bool peer_certificate(Certificate& certificate) const;
  /// RFC 5929, type tls-unique; empty where there is none.
  std::string channel_binding() const;
  /// The session to take up later; null before there is one.
  std::shared_ptr<SavedSession> save() const;
  /// False where it belongs to another context.
  bool resume(const SavedSession& saved);
  bool is_resumed() const;
  bool has_begun() const { return begun_; }
  /// One line of what the handshake agreed on: the same whichever end it is asked of.
  std::string summary() const;

  // --- What happened since it was last asked.

  std::vector<AlertEvent> take_alerts() { return std::exchange(alerts_, {}); }
  bool take_completion() { return std::exchange(completed_, false); }

  /// Before its descriptor is closed: takes what the kernel holds of TLS's own (tickets, close_notify), so
  /// that it depends on nobody's speed whether the close is a reset. Returns how many decoded bytes were not
  /// read, the first of them in `space`.
  std::size_t drain(std::span<char>& space);

  Wire wire;
  bool suppress_ragged_eofs = true;
  const void* writer = nullptr;  ///< Who waits to write the rest of a record: others have to wait for that.

 private:
  enum class Choice : std::uint8_t { none, asked, accepted, refused };
  friend struct Callbacks;

  template <class Call>
  int attempt(Call call);
  void note_completion();
  Step finish(int result, std::size_t count, bool is_read);
  void fail(int error);
  void explain_verification(unsigned long error);
  bool configure(Failure& failure);
  void put_off_verification();

  std::shared_ptr<Context> context_;
  ssl_st* raw_;
  Plan plan_;
  Failure failure_;
  std::string asked_name_;
  Choice choice_ = Choice::none;
  int refusal_ = 0;
  std::vector<AlertEvent> alerts_;
  bool begun_ = false;
  bool completed_ = false;
  bool established_ = false;
  bool failed_ = false;
  bool saw_half_shutdown_ = false;
};

}  // namespace parley::tls
