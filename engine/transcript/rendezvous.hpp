// Which accepted connection belongs to which connect. A TCP connection is known by the address of its client,
// which both ends see; AF_UNIX clients have none, so there a listener's connections are matched in the order
// in which they were made, as the kernel accepts them. Either end may be reported first.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

#include "engine/transcript/conversation.hpp"
#include "engine/transcript/endpoint.hpp"

namespace parley::transcript {

class Rendezvous {
 public:
  /// `end` has connected from `local` to the port or path of `remote`. Returns the accepted end that it
  /// belongs to; null where that has not been reported, and is waited for.
  End* connected(End& end, Protocol protocol, const Endpoint& local, const Endpoint& remote);
  /// A connection was accepted at `local` from `remote`. Returns the end that connected; null where that is
  /// not known, or not yet.
  End* accepted(Protocol protocol, const Endpoint& local, const Endpoint& remote);
  /// `end` is what accepted() found nothing for: its connector may yet be told of.
  void await_connector(End& end, Protocol protocol, const Endpoint& local, const Endpoint& remote);
  /// The listener at `local` is closed: the kernel drops what it had not accepted.
  void listener_closed(Protocol protocol, const Endpoint& local);

 private:
  using ByPair = std::unordered_map<std::string, End*>;

  ByPair connectors_;  ///< Those that nobody has accepted yet.
  ByPair acceptors_;   ///< Those whose connector has not been reported yet; a process outside never is.
  std::unordered_map<std::string, std::deque<End*>> by_path_;
};

}  // namespace parley::transcript
