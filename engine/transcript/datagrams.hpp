// Which conversation a datagram belongs to: one for every pair of a socket and the address that it first
// wrote to. What the other side sends back to that socket is the conversation's other half.
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/transcript/conversation.hpp"
#include "engine/transcript/endpoint.hpp"

namespace parley::transcript {

/// One socket, and the address that it writes to.
struct DatagramPair {
  Conversation* conversation = nullptr;
  Endpoint near;      ///< Of the initiator.
  Endpoint far;       ///< Where the initiator's datagrams go.
  int near_fd = -1;   ///< The initiator's socket; -1 where it is closed, or outside.
  int far_fd = -1;    ///< The socket that received first; -1 where none has, or it is closed.
  bool met = false;   ///< Somebody of this scenario received from the initiator.
  bool alone = true;  ///< No other pair has these ports, or paths.
};

/// A pair, and on which side of it a socket stands.
struct DatagramMatch {
  DatagramPair* pair = nullptr;
  Side side = Side::initiator;

  Half& out() const { return pair->conversation->written_by(side); }
  Half& in() const { return pair->conversation->read_by(side); }
  /// The socket on the other side; -1 where it is outside, closed, or none has received yet.
  int other_fd() const { return side == Side::initiator ? pair->far_fd : pair->near_fd; }
};

/// One end of a datagram's way as the caller of send or receive knows it.
struct DatagramSocket {
  Protocol protocol;
  int fd;
  Endpoint local;
};

class Datagrams {
 public:
  /// The pairs that a datagram between `socket` and `remote` may belong to, the likeliest first. They are
  /// there until the next call.
  std::span<const DatagramMatch> find(const DatagramSocket& socket, const Endpoint& remote);
  DatagramPair& add(Protocol protocol, DatagramPair pair);
  /// The pair that the socket last used; null where there is none.
  DatagramMatch latest(int fd) const;
  void used(int fd, const DatagramMatch& match);
  /// The socket is closed: its number may come back for another.
  void closed(int fd);

 private:
  struct Socket {
    std::vector<DatagramPair*> pairs;
    DatagramMatch latest;
  };

  /// Whether the socket's latest match is the only one for `remote`: most are.
  bool is_latest(const DatagramSocket& socket, const Endpoint& remote) const;
  void find_all(const DatagramSocket& socket, const Endpoint& remote);

  std::deque<DatagramPair> pairs_;
  std::vector<DatagramMatch> found_;
  std::unordered_map<std::string, std::vector<DatagramPair*>> by_ports_;
  std::unordered_map<int, Socket> sockets_;
};

/// How a message that was sent may be the one that was received.
enum class Fit : std::uint8_t {
  whole,      ///< The same bytes.
  truncated,  ///< Received into a buffer too small for it.
  again,      ///< The same bytes, and somebody has taken it already: it went to a group.
};

/// The first message of `half` that was received as `bytes`; nobody took it yet, unless the fit is `again`.
/// Returns its index, or the number of messages where there is none.
std::size_t find_message(const Half& half, std::string_view bytes, Fit fit);

}  // namespace parley::transcript
