// What happens in a scenario, one thing after the other, with its time: the timed event log. Where the
// transcript says what a conversation is, this says when and by whom each call of it was made. The bindings
// make events, the runner carries them to the reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace parley::transcript {

/// How many bytes of each event a log shows. A capture may ask for more.
inline constexpr std::size_t logged_bytes = 4096;

/// Times are in microseconds since the scenario began, on the clock of its time limits. What a kind of event
/// does not have is empty or 0.
struct Event {
  enum class Kind : std::uint8_t {
    begin,   ///< The scenario began, at `wall`.
    socket,  ///< A socket that is new, or whose addresses have changed.
    closed,  ///< A socket's descriptor was closed: its number stands for nothing any more. `what` is "eof" or
             ///< "reset" where that told the peer so.
    call,    ///< A call has ended, by a result or by an error.
    wait,    ///< A call cannot go on at once. It ends with its own event, unless nothing ends it.
    sent,    ///< The kernel took bytes.
    received,  ///< The program was given bytes; none where the stream has ended.
    output,    ///< A role or a process printed a line, or a part of one; `what` is by which way.
    started,   ///< A process runs: `role` is its name, `arguments` its command, `number` its PID.
    ended,     ///< It has ended: `number` is its exit status; `what` the signal that killed it, if one did.
    query,     ///< The name server was asked for `what`: records of `type`, over `transport`.
    secured,   ///< A handshake of TLS is done; `what` is what was agreed on.
    alert,     ///< The alert `what` of TLS was "sent" or "received", as `type` says.
    failure,   ///< Something that makes the scenario fail; `what` says it.
    end,       ///< The scenario is over. Without it, its process died.
    secret,    ///< `what` is a line of NSS's key log format, for captures alone: no report is told.
  };
  Kind kind = Kind::begin;
  int scenario = 0;        ///< Scenario::index.
  std::int64_t begin = 0;  ///< When it happened; of a call, when it began.
  std::int64_t end = 0;    ///< When a call ended.
  std::int64_t wall = 0;   ///< The time of day, in microseconds since 1970.
  std::string role;
  std::string what;  ///< The name of the call; see the kinds.
  int socket = 0;    ///< Its number in the scenario, from 1.
  std::string family;
  std::string type;
  int proto = 0;
  std::string local;    ///< Its own address.
  std::string remote;   ///< The peer's, or where a datagram went or came from.
  std::string peer;     ///< The process under test at the other end.
  int peer_socket = 0;  ///< The socket at the other end of a connection, where it is of this scenario.
  std::vector<std::string> arguments;
  std::vector<std::string> results;
  std::string error;
  int number = 0;            ///< See the kinds.
  std::string transport;     ///< "udp" or "tcp".
  std::uint64_t length = 0;  ///< How many bytes there were.
  std::string bytes;         ///< Those that are kept: the first ones.
};

/// Where events go.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void add(const Event& event) = 0;
  /// The scenario is about to wait: a good moment for others to see what there is.
  virtual void flush() = 0;
};

}  // namespace parley::transcript
