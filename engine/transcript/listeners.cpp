#include "engine/transcript/listeners.hpp"

namespace parley::transcript {

namespace {

std::string key_of(Protocol protocol, const Endpoint& endpoint) {
  return static_cast<char>(protocol) + endpoint.key();
}

/// Ports are remembered without their host: a socket bound to the wildcard is reached at every address.
std::string ephemeral_key(Protocol protocol, const Endpoint& endpoint) {
  if (endpoint.port == 0) return key_of(protocol, endpoint);
  return key_of(protocol, Endpoint{"", endpoint.port, false});
}

}  // namespace

void Listeners::add(Protocol protocol, const Endpoint& local, const Listener& listener, bool ephemeral) {
  ++version_;
  by_address_[key_of(protocol, local)] = listener;
  if (listener.fd >= 0) by_descriptor_[listener.fd] = Place{protocol, local};
  if (ephemeral) {
    ephemeral_.insert(ephemeral_key(protocol, local));
  } else {
    ephemeral_.erase(ephemeral_key(protocol, local));
  }
}

bool Listeners::remove(int fd, Place& place) {
  ++version_;
  const auto found = by_descriptor_.find(fd);
  if (found == by_descriptor_.end()) return false;
  place = found->second;
  by_descriptor_.erase(found);
  const auto listener = by_address_.find(key_of(place.protocol, place.local));
  if (listener != by_address_.end() && listener->second.fd == fd) by_address_.erase(listener);
  return true;
}

void Listeners::forget_outside(Protocol protocol, const Endpoint& local) {
  ++version_;
  const auto found = by_address_.find(key_of(protocol, local));
  if (found != by_address_.end() && !found->second.is_inside()) by_address_.erase(found);
}

void Listeners::forget_outside(std::string_view name) {
  ++version_;
  std::erase_if(by_address_,
                [&](const auto& entry) { return !entry.second.is_inside() && *entry.second.name == name; });
}

const Listener* Listeners::find(Protocol protocol, const Endpoint& remote) const {
  const auto look = [&](const std::string& host) -> const Listener* {
    const auto found = by_address_.find(key_of(protocol, Endpoint{host, remote.port, false}));
    return found == by_address_.end() ? nullptr : &found->second;
  };
  if (const Listener* exact = look(remote.host)) return exact;
  if (remote.host.size() != 4 && remote.host.size() != 16) return nullptr;
  if (remote.port == 0) return nullptr;
  const std::string any4(4, '\0');
  const std::string any6(16, '\0');
  // To connect to a wildcard is to connect to this host.
  if (remote.host == any4) {
    if (const Listener* local = look(std::string("\x7f\0\0\1", 4))) return local;
  }
  if (remote.host == any6) {
    if (const Listener* local = look(std::string(15, '\0') + '\1')) return local;
  }
  if (remote.host.size() == 4) {
    if (const Listener* any = look(any4)) return any;
  }
  return look(any6);
}

bool Listeners::is_ephemeral(Protocol protocol, const Endpoint& endpoint) const {
  return ephemeral_.count(ephemeral_key(protocol, endpoint)) > 0;
}

}  // namespace parley::transcript
