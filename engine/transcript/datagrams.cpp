#include "engine/transcript/datagrams.hpp"

#include <algorithm>
#include <utility>

namespace parley::transcript {

namespace {

/// What both sides know the same: the two ports, or for AF_UNIX the two paths, in either order.
std::string ports_key(Protocol protocol, const Endpoint& a, const Endpoint& b) {
  const auto part = [&](const Endpoint& endpoint) -> std::string {
    if (protocol == Protocol::unix_dgram) return endpoint.host;
    return {static_cast<char>(endpoint.port >> 8), static_cast<char>(endpoint.port & 0xff)};
  };
  std::string low = part(a);
  std::string high = part(b);
  if (high < low) std::swap(low, high);
  return static_cast<char>(protocol) + low + '\0' + high;
}

bool is_same(const Half& half, const Piece& message, std::string_view bytes) {
  if (message.length != bytes.size() || message.head() != bytes.substr(0, message.kept())) return false;
  return !message.is_long() || half.hash(message) == hash_of(bytes);
}

bool begins_with(const Piece& message, std::string_view bytes) {
  const std::size_t known = std::min(bytes.size(), message.kept());
  return message.length > bytes.size() && message.head().substr(0, known) == bytes.substr(0, known);
}

}  // namespace

bool Datagrams::is_latest(const DatagramSocket& socket, const Endpoint& remote) const {
  const auto known = sockets_.find(socket.fd);
  const DatagramPair* const pair = known == sockets_.end() ? nullptr : known->second.latest.pair;
  if (pair == nullptr || !pair->alone) return false;
  if (known->second.latest.side == Side::initiator)
    return pair->near_fd == socket.fd && pair->near.matches(socket.local) && pair->far.matches(remote);
  return pair->far_fd == socket.fd && pair->far.matches(socket.local) && pair->near.matches(remote);
}

void Datagrams::find_all(const DatagramSocket& socket, const Endpoint& remote) {
  const auto bucket = by_ports_.find(ports_key(socket.protocol, socket.local, remote));
  if (bucket == by_ports_.end()) return;
  std::vector<DatagramMatch> strangers;  // The same addresses, but another socket has received there before.
  for (auto pair = bucket->second.rbegin(); pair != bucket->second.rend(); ++pair) {
    DatagramPair& p = **pair;
    if (p.near_fd == socket.fd && p.far.matches(remote)) {
      found_.push_back({&p, Side::initiator});
    } else if (p.near.matches(remote) && p.far.matches(socket.local)) {
      const bool known = p.far_fd == socket.fd || !p.met;
      (known ? found_ : strangers).push_back({&p, Side::peer});
    }
  }
  found_.insert(found_.end(), strangers.begin(), strangers.end());
}

std::span<const DatagramMatch> Datagrams::find(const DatagramSocket& socket, const Endpoint& remote) {
  found_.clear();
  if (is_latest(socket, remote)) {
    found_.push_back(latest(socket.fd));
  } else {
    find_all(socket, remote);
  }
  return found_;
}

DatagramPair& Datagrams::add(Protocol protocol, DatagramPair pair) {
  DatagramPair& added = pairs_.emplace_back(std::move(pair));
  std::vector<DatagramPair*>& bucket = by_ports_[ports_key(protocol, added.near, added.far)];
  bucket.push_back(&added);
  if (bucket.size() > 1) {
    for (DatagramPair* each : bucket) each->alone = false;
  }
  if (added.near_fd >= 0) sockets_[added.near_fd].pairs.push_back(&added);
  return added;
}

DatagramMatch Datagrams::latest(int fd) const {
  const auto socket = sockets_.find(fd);
  return socket == sockets_.end() ? DatagramMatch() : socket->second.latest;
}

void Datagrams::used(int fd, const DatagramMatch& match) {
  Socket& socket = sockets_[fd];
  socket.latest = match;
  if (match.side == Side::peer && match.pair->far_fd != fd && !match.pair->met) {
    match.pair->far_fd = fd;
    socket.pairs.push_back(match.pair);
  }
}

void Datagrams::closed(int fd) {
  const auto socket = sockets_.find(fd);
  if (socket == sockets_.end()) return;
  for (DatagramPair* pair : socket->second.pairs) {
    if (pair->near_fd == fd) pair->near_fd = -1;
    if (pair->far_fd == fd) pair->far_fd = -1;
  }
  sockets_.erase(socket);
}

std::size_t find_message(const Half& half, std::string_view bytes, Fit fit) {
  const std::vector<Piece>& messages = half.pieces();
  const auto fits = [&](const Piece& message) {
    if (half.is_taken(message) != (fit == Fit::again)) return false;
    return fit == Fit::truncated ? begins_with(message, bytes) : is_same(half, message, bytes);
  };
  // Most datagrams arrive in order, so the one after the last that was taken is looked at first.
  const auto hint = messages.begin() + static_cast<std::ptrdiff_t>(half.taken());
  auto found = std::find_if(hint, messages.end(), fits);
  if (found == messages.end()) {
    found = std::find_if(messages.begin(), hint, fits);
    if (found == hint) return messages.size();
  }
  return static_cast<std::size_t>(found - messages.begin());
}

}  // namespace parley::transcript
