// A conversation between roles as a list of what they do, in one order in which all of it can be done. What
// the roles do on their own, each its part of the list, is the same whatever order they come to take turns
// in: no read takes more than its program says, and nothing is closed while something is on its way to it. So
// it has one transcript, and from the list follows what that must tell.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace parley::conversations {

enum class Transport : std::uint8_t { tcp, unix_stream, unix_seqpacket, udp };

/// A connection that `client` makes and `server` accepts; they may be one role. Over UDP the client has the
/// first word, or nothing is said. `overreads`: the server takes whatever has come into a buffer of its own,
/// and looks for its messages there.
struct Link {
  int client = 0;
  int server = 0;
  Transport transport = Transport::tcp;
  bool overreads = false;

  bool is_stream() const { return transport < Transport::unix_seqpacket; }
  bool has_end() const { return transport != Transport::udp; }
  friend bool operator==(const Link&, const Link&) = default;
};

enum class What : std::uint8_t {
  connect,
  accept,
  send,         ///< `bytes`
  read,         ///< `count` bytes, by recv() of no more than that; of messages, one
  read_greedy,  ///< the same, by recv() of as much as there is: only where no more can have come
  read_exactly,
  read_line,
  read_until,  ///< the first `bytes`
  read_end,    ///< what is left, and the end
  read_all,    ///< the same, as a declared read
  echo,        ///< the server sends `count` bytes back, in whatever parts they come
  shutdown,
  close,
  abandon,  ///< closes with bytes unread, so that the other side is told of a reset, and closes too
  pause,    ///< until the other side of the link has come to this place in its program
};

/// Of the server's side of a link, or of the client's.
struct Action {
  What what{};
  int link = 0;
  bool server = false;
  std::size_t count = 0;
  std::string bytes;

  friend bool operator==(const Action&, const Action&) = default;
};

struct Conversation {
  int roles = 1;
  std::vector<Link> links;
  std::vector<Action> actions;

  friend bool operator==(const Conversation&, const Conversation&) = default;
};

/// What follows from a conversation.
struct Meaning {
  bool possible = false;  ///< Each action can be done at its place in the list, and the rules above hold.
  bool complete = true;   ///< It can end here.
  std::string order;      ///< Who said what to whom, and in which order, how it ended: other where that is.
  std::string cuts;       ///< Where declared reads end: it may show, or not.
  /// By link, what waits for its client and for its server: a number of bytes.
  std::vector<std::array<std::size_t, 2>> waiting;
};

Meaning meaning_of(const Conversation& conversation);

/// The body of a scenario that plays it.
std::string script_of(const Conversation& conversation);

using Random = std::mt19937_64;

/// A random conversation that is possible.
Conversation any_conversation(Random& random);
/// One that is like it, but for one thing, and possible; the same one where none was found.
Conversation changed(const Conversation& conversation, Random& random);

}  // namespace parley::conversations
