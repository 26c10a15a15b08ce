// The recorder takes down every conversation of a scenario while it happens, and can say at any time what has
// been exchanged so far. The bindings drive it: each socket call that did something tells it what. The rules
// by which the record becomes text are in canonical.hpp.
//
// The recorder also knows which two ends belong together, so that the scheduler can wake the peer of whoever
// sent, and so that a deadlock is told from a byte that is still on its way.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/net/address.hpp"

namespace parley::transcript {

enum class Protocol : std::uint8_t { tcp, udp, unix_stream, unix_dgram, unix_seqpacket, raw };

/// A role's number: the order in which roles were declared, from 0.
using Role = int;

struct Conversation;
class Mind;
class Outside;

/// One conversation of a transcript.
struct Block {
  std::string name;  ///< Of who began it, with its number from the second one on: "client#2".
  std::string text;  ///< Its header and its records, a line each.
};

/// One end of a stream (or seqpacket) conversation. Owned by the recorder; its address stays valid for its
/// life.
struct End {
  Conversation* conversation = nullptr;
  End* peer = nullptr;  ///< The other end where it is in this scenario too; else null.
  int fd = -1;          ///< The descriptor in use; -1 once closed. For waking the peer.
  Role role = -1;
  std::uint64_t sent = 0;   ///< Bytes that this end handed to the kernel, but for urgent ones.
  std::uint64_t taken = 0;  ///< Bytes that the kernel gave to this end's program, but for urgent ones.
  /// Whoever sends it something is of this scenario, though the other end may not have been accepted yet.
  bool meets_inside = false;
  bool sealed = false;    ///< They are TLS now: whoever seals them counts them.
  bool finished = false;  ///< It finished writing: close, shutdown or reset.
  bool took_end = false;  ///< Its program was told of the peer's EOF or reset.
};

class Recorder {
 public:
  Recorder();
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// From now on nothing is kept of what is exchanged, and there is no text of it. Who meets whom is still
  /// found out, and what an End counts is still counted: the scheduler and the search for deadlocks ask for
  /// it.
  void keep_nothing();

  /// Roles are named once, in the order of their declaration; a name met again is the same role.
  Role declare_role(std::string_view name);
  const std::string& role_name(Role role) const;
  int role_count() const;

  /// What follows is done by the task whose mind this is; by null, until the first call, and where nobody in
  /// particular acts, who knows all that was done. It outlives the recorder. Of what it exchanges nothing is
  /// kept unless `is_told`; who meets whom of this scenario is still found out, as by keep_nothing().
  void acts(Mind* mind, bool is_told = true);

  // --- Streams: TCP, AF_UNIX stream and seqpacket.

  /// `role` bound a socket (stream listener or datagram socket) to `local`: it stands as the peer of
  /// conversations that nobody accepts or receives. `ephemeral` where the kernel chose the port (bind to port
  /// 0, listen or a first sendto without bind, autobind of AF_UNIX): transcripts print it as `*`, even after
  /// the socket is closed.
  void bound(Protocol protocol, Role role, int fd, const net::Address& local, bool ephemeral = false);
  /// The socket is closed: call it for every listener and every datagram socket, bound or not.
  void unbound(int fd);
  /// A process outside, known as `name`, serves `local`: it stands as the peer of conversations to there.
  /// What is sent to it counts as taken. Bound again by anybody, the address is theirs. An empty name: it
  /// does so no longer.
  void served_outside(Protocol protocol, std::string_view name, const net::Address& local);
  /// From now on `outside` is asked for processes that are not roles; it outlives the recorder.
  void set_outside(Outside& outside);
  /// A connect to `remote` is about to be tried: looks who serves there outside, if no role does, since a
  /// server may be gone as soon as it has accepted.
  void about_to_connect(Protocol protocol, const net::Address& remote);
  /// The same of a datagram that is about to be sent to `remote`, but only where nobody is known to serve
  /// there yet.
  void about_to_send(Protocol protocol, const net::Address& remote);
  /// The process `name` has ended: it serves nothing any more.
  void outside_ended(std::string_view name);

  /// `role` begins to connect to `remote`: a conversation, whatever becomes of it. Null where nothing of it
  /// is to be told, and no role of this scenario serves there.
  End* connecting(Protocol protocol, Role role, int fd, const net::Address& remote);
  /// The connection stands; `local` is its own address, by which the accepting end is found.
  void connected(End& end, const net::Address& local);
  /// The connection did not come to be: an errno or a resolver's code stands by its symbol, a text of the
  /// engine's own ("timed out") as `timeout`. What is told of this end later is ignored.
  void connect_failed(End& end, const Error& error);
  /// `role` accepted a connection on the listener bound to `local` from `remote`. Links it with the end that
  /// connected, where that is in this scenario.
  End* accepted(Protocol protocol, Role role, int fd, const net::Address& local, const net::Address& remote);
  /// socketpair(): both ends at once, begun by `role`. For a pair of datagram sockets too: they have no
  /// addresses, so what passes between them is told by sent() and taken(), a message a call.
  std::pair<End*, End*> pair(Protocol protocol, Role role, int fd_a, int fd_b);

  /// Another role uses this end from now on (a task got the socket of another one): the first to send or
  /// receive on it after accept() does not change the peer's name, so this only matters for error records.
  /// `rest` is what a call sends after its first part: it belongs to the same send, whatever was taken since.
  enum class Part : std::uint8_t { first, rest };
  void sent(End& end, std::string_view bytes, Part part = Part::first);
  void taken(End& end, std::string_view bytes);
  /// The last byte of a send with MSG_OOB, behind those that sent() was told of; and that byte, received with
  /// MSG_OOB.
  void sent_urgent(End& end, char byte);
  void taken_urgent(End& end, char byte);
  /// This end passes `count` open descriptors (SCM_RIGHTS) with what sent() tells next.
  void passes(End& end, std::size_t count);
  /// This end was given `count` of them by a program that is not seen, with what taken() tells next.
  void given(End& end, std::size_t count);
  /// The program finished a declared read (recv_line and its kin): the peer's half is cut here.
  void declared_read(End& end);
  /// The program was told of EOF (recv returned nothing).
  void took_eof(End& end);
  enum class Ending : std::uint8_t { eof, reset };
  /// This end finished writing: close or shutdown(SHUT_WR). Later calls for the same end are ignored.
  void finished(End& end, Ending ending);
  /// The end is closed. `unread` are bytes that the kernel held for it and nobody took (peeked before the
  /// close, at most the first 4096 of them) and `unread_total` how many there were. If it had not finished
  /// writing, it does now: by a reset where something was left unread, an urgent byte too (tcp(7), unix(7)),
  /// else by EOF.
  void closed(End& end, std::string_view unread, std::uint64_t unread_total);
  /// A call failed on an established conversation. `symbol` is the errno's name ("ECONNRESET") or "timeout".
  void failed(End& end, Role role, const char* call, const char* symbol);

  // --- TLS. What is sent and taken is told as plain text. Whoever made an end `sealed` counts what passes.

  /// The handshake of this end is done: `agreed` says on what. It stands in the transcript where the end says
  /// it as whom the conversation is told, so that it stands there once.
  void secured(End& end, std::string agreed);
  /// This end sent an alert, or was told of one, by its name.
  void alert_sent(End& end, const std::string& name);
  void alert_taken(End& end, const std::string& name);

  // --- Datagrams: UDP, AF_UNIX datagram, raw. `local` is the socket's own address after the call
  // (getsockname), so that the port which a first send was given is known; an AF_UNIX socket without a name
  // has an empty one.

  /// Returns the descriptor of the socket that reads there; -1 where none is known of this scenario's.
  int datagram_sent(Protocol protocol, Role role, int fd, const net::Address& local,
                    const net::Address& remote, std::string_view bytes);
  void datagram_taken(Protocol protocol, Role role, int fd, const net::Address& local,
                      const net::Address& remote, std::string_view bytes);
  /// The message that `fd` sent last took `count` open descriptors along.
  void datagram_passed(int fd, std::size_t count);
  /// `remote` may be null: then it stands in the conversation that this socket had last.
  void datagram_failed(Protocol protocol, Role role, int fd, const net::Address& local,
                       const net::Address* remote, const char* call, const char* symbol);

  // --- Relays: roles that pass on what others say to each other.

  /// `role` is a relay: its own failures are not told, but for connections that do not come to be, and its
  /// conversations stand behind the others'. From now on those that are begun with it begin with a note for
  /// each line of `standing`.
  void relays(Role role, std::vector<std::string> standing);
  bool is_relay(Role role) const;
  /// `by` set something of `relay`, as `line` says: a note in each conversation with it that is not over, at
  /// the place that the acting task knows of.
  void relay_set(Role relay, Role by, const std::string& line);
  /// The relays of `before` that are roles here are relays here, too.
  void adopt_relays(const Recorder& before);
  /// The conversation of an end; that of the last datagram that `fd` sent or took. Null where there is none.
  Conversation* conversation_of(const End* end, int fd) const;
  /// In `on`, a relay passes on what it hears in `heard`, whose notes hold there too.
  static void passes_on(const Conversation& heard, Conversation& on);

  /// A relay asks before it takes of `end`: how many bytes may it take at once, so that whoever wrote them
  /// had taken the same before each?
  static std::uint64_t relay_run(const End& end);
  /// How many units whoever wrote what the relay took last of `end` had taken; 0 where that is not seen.
  static std::uint64_t relay_heard(const End& end);
  /// What the relay sends on `end` next was written by who knew the first `units` that came back there.
  static void relay_knows(End& end, std::uint64_t units);
  std::size_t conversation_count() const;
  /// Conversations that began behind the first `count` are not told any more.
  void leave_out(std::size_t count);

  // --- The resolver.

  /// A call failed that is about no conversation: a block for itself.
  void call_failed(Role role, const char* call, const char* symbol);
  void lookup_failed(Role role, std::string_view host, const char* call, const char* symbol);

  /// What has been exchanged so far, in canonical form: blocks, each line ended by \n; empty where nothing
  /// was.
  std::string text() const;
  /// The same, conversation by conversation.
  std::vector<Block> blocks() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace parley::transcript
