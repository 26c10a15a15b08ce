#include "engine/transcript/rendezvous.hpp"

namespace parley::transcript {

namespace {

std::string pair_key(const Endpoint& client, std::uint16_t server_port) {
  std::string key = client.key();
  key += static_cast<char>(server_port >> 8);
  key += static_cast<char>(server_port & 0xff);
  return key;
}

std::string path_key(Protocol protocol, const Endpoint& listener) {
  return static_cast<char>(protocol) + listener.host;
}

}  // namespace

End* Rendezvous::connected(End& end, Protocol protocol, const Endpoint& local, const Endpoint& remote) {
  if (protocol != Protocol::tcp) {
    by_path_[path_key(protocol, remote)].push_back(&end);
    return nullptr;
  }
  const std::string key = pair_key(local, remote.port);
  const auto waiting = acceptors_.find(key);
  if (waiting != acceptors_.end()) {
    End* const other = waiting->second;
    acceptors_.erase(waiting);
    // One that was accepted before this connect began is an older one of the same port, from a process
    // outside.
    if (other->conversation->number > end.conversation->number) return other;
  }
  connectors_[key] = &end;
  return nullptr;
}

End* Rendezvous::accepted(Protocol protocol, const Endpoint& local, const Endpoint& remote) {
  if (protocol != Protocol::tcp) {
    std::deque<End*>& queue = by_path_[path_key(protocol, local)];
    if (queue.empty()) return nullptr;
    End* const first = queue.front();
    queue.pop_front();
    return first;
  }
  const auto waiting = connectors_.find(pair_key(remote, local.port));
  if (waiting == connectors_.end()) return nullptr;
  End* const other = waiting->second;
  connectors_.erase(waiting);
  return other;
}

void Rendezvous::await_connector(End& end, Protocol protocol, const Endpoint& local, const Endpoint& remote) {
  if (protocol == Protocol::tcp) acceptors_[pair_key(remote, local.port)] = &end;
}

void Rendezvous::listener_closed(Protocol protocol, const Endpoint& local) {
  if (protocol != Protocol::tcp) {
    by_path_.erase(path_key(protocol, local));
    return;
  }
  std::erase_if(connectors_, [&](const ByPair::value_type& waiting) {
    return waiting.second->conversation->port == local.port;
  });
}

}  // namespace parley::transcript
