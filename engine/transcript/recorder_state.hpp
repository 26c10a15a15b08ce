// What the recorder keeps; its functions are in recorder.cpp (streams), recorder_addresses.cpp (who meets
// whom) and recorder_datagrams.cpp.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "engine/transcript/arena.hpp"
#include "engine/transcript/conversation.hpp"
#include "engine/transcript/datagrams.hpp"
#include "engine/transcript/listeners.hpp"
#include "engine/transcript/outside.hpp"
#include "engine/transcript/recorder.hpp"
#include "engine/transcript/relays.hpp"
#include "engine/transcript/rendezvous.hpp"

namespace parley::transcript {

struct Recorder::State {
  Arena arena;
  std::deque<std::string> roles;
  std::unordered_map<std::string_view, Role> role_numbers;
  std::unordered_set<std::string> strings;  ///< Addresses and names, each once.
  std::deque<Conversation> conversations;   ///< In the order in which they began.
  std::deque<End> ends;
  Listeners listeners;
  /// Who serves where the last conversation was begun: the next one often begins there, too.
  struct Server {
    Protocol protocol = Protocol::tcp;
    net::Address remote;
    std::uint64_t version = 0;           ///< Of the listeners; else it may have changed.
    const Listener* listener = nullptr;  ///< Null where nothing is known.
    const std::string* host = nullptr;   ///< Of a conversation that begins there.
    const std::string* address = nullptr;
  };
  Server server;
  Rendezvous rendezvous;
  Datagrams datagrams;
  Relays relays;
  Outside* outside = nullptr;
  Mind* acting = nullptr;
  bool is_told = true;  ///< What the acting task exchanges.
  bool keeps = true;    ///< What is exchanged, and not only who meets whom.

  /// Whether anything is kept of what passes in this conversation.
  bool keeps_of(const Conversation& conversation) const { return keeps && !conversation.untold; }
  const std::string* intern(std::string text) { return &*strings.insert(std::move(text)).first; }
  Conversation& begin(Protocol protocol, Role initiator);
  /// Who serves `remote`, a role or a process outside; null where nobody is known to.
  const Listener* server_at(Protocol protocol, const net::Address& remote, const Endpoint& endpoint);
  /// Whether a role of this scenario serves there.
  bool is_served_inside(Protocol protocol, const Endpoint& endpoint) const;
  /// The role that wrote from outside; `nobody` where none is known.
  Role client_outside(Protocol protocol, int fd, const net::Address& local,
                      const net::Address& remote) const {
    return outside == nullptr ? nobody : outside->client(protocol, fd, local, remote);
  }
  /// `server`, filled in for that address anew unless it is the one that is known.
  const Server& server_of(Protocol protocol, const net::Address& remote, const Endpoint& endpoint);
  /// Begins a conversation from `initiator` to `remote`, with whoever is known to be there.
  Conversation& begin_to(Protocol protocol, Role initiator, const net::Address& remote,
                         const Endpoint& endpoint);
  /// `conversation` may be null for an end that is about to be linked.
  End* add_end(Conversation* conversation, Side side, int fd, Role role);
  /// `role` has received a datagram of `match` from `fd`.
  void took(const DatagramMatch& match, int fd, Role role);
  /// The address as it is printed: with `*` for a port that the kernel chose.
  const std::string* printed(Protocol protocol, const net::Address& address, const Endpoint& endpoint);
};

}  // namespace parley::transcript
