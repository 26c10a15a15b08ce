// Who has bound which address: the name of a conversation's peer where nobody accepts or receives, and the
// ports that the kernel chose, which a transcript prints as `*`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "engine/transcript/conversation.hpp"
#include "engine/transcript/endpoint.hpp"

namespace parley::transcript {

/// Who stands behind an address: a role of the scenario, or a process outside, which has a name alone.
struct Listener {
  Role role = nobody;
  const std::string* name = nullptr;
  int fd = -1;

  bool is_inside() const { return role != nobody; }
};

class Listeners {
 public:
  void add(Protocol protocol, const Endpoint& local, const Listener& listener, bool ephemeral);
  /// Forgets what was bound by `fd`; returns where that was, or nothing.
  struct Place {
    Protocol protocol;
    Endpoint local;
  };
  bool remove(int fd, Place& place);
  /// Forgets that a process outside serves `local`; a role that does stays.
  void forget_outside(Protocol protocol, const Endpoint& local);
  /// Forgets all that the process outside of this name serves.
  void forget_outside(std::string_view name);
  /// Who is bound to `remote`: to exactly that address, else to the wildcard with that port. Null where
  /// nobody is.
  const Listener* find(Protocol protocol, const Endpoint& remote) const;
  /// Goes up with whatever may change what find() and is_ephemeral() say.
  std::uint64_t version() const { return version_; }
  /// Whether the kernel chose the port (or the abstract name) of `endpoint`.
  bool is_ephemeral(Protocol protocol, const Endpoint& endpoint) const;

 private:
  std::unordered_map<std::string, Listener> by_address_;
  std::unordered_map<int, Place> by_descriptor_;
  std::unordered_set<std::string> ephemeral_;
  std::uint64_t version_ = 0;
};

}  // namespace parley::transcript
