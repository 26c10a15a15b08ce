// Which process is at the other end: found by the inode of the socket there, among the descriptors of each
// process and of all that it started.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "bindings/process/processes.hpp"
#include "engine/process/table.hpp"

namespace parley {

using process::SocketKind;
using transcript::Protocol;

namespace {

SocketKind kind_of(Protocol protocol) {
  switch (protocol) {
    case Protocol::unix_stream:
    case Protocol::unix_seqpacket:
      return SocketKind::unix_stream;
    case Protocol::unix_dgram:
      return SocketKind::unix_datagram;
    case Protocol::udp:
      return SocketKind::udp;
    case Protocol::tcp:
    case Protocol::raw:
      break;
  }
  return SocketKind::tcp;
}

bool is_in(const std::vector<pid_t>& pids, pid_t pid) {
  return std::find(pids.begin(), pids.end(), pid) != pids.end();
}

}  // namespace

Managed* Processes::holder_of(const std::vector<ino_t>& inodes) const {
  if (inodes.empty()) return nullptr;
  const std::vector<process::Entry> present = process::all_processes();
  for (const auto& managed : all) {
    if (managed->is_over) continue;
    const std::vector<pid_t> family = process::family_of(present, managed->process.pid());
    const auto holds = [&](pid_t pid) { return process::holds_socket(pid, inodes); };
    if (std::any_of(family.begin(), family.end(), holds)) return managed.get();
  }
  return nullptr;
}

// The only one that it can have been, by name; a process that has ended may have been it too.
Managed* Processes::only_candidate(bool without_servers) const {
  Managed* only = nullptr;
  for (const auto& managed : all) {
    if (managed->is_over || (without_servers && managed->serves)) continue;
    if (only != nullptr && only->name != managed->name) return nullptr;
    only = managed.get();
  }
  return only;
}

// The kernel keeps who connected, even where that process has ended since: unix(7), SO_PEERCRED.
Managed* Processes::peer_of_unix(int fd) const {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || peer.pid == getpid()) return nullptr;
  const std::vector<process::Entry> present = process::all_processes();
  for (const auto& managed : all) {
    if (!managed->is_over && is_in(process::family_of(present, managed->process.pid()), peer.pid))
      return managed.get();
  }
  return only_candidate(true);
}

std::string_view Processes::server(Protocol protocol, const net::Address& address) {
  if (protocol == Protocol::raw) return {};
  std::vector<ino_t> inodes;
  for (const auto& managed : all) {
    if (managed->is_over) continue;
    inodes = process::serving(kind_of(protocol), address, managed->directory);
    // Only a path may be relative, to the folder of whoever serves it.
    if (!inodes.empty() || address.family() != AF_UNIX) break;
  }
  if (inodes.empty()) return {};
  Managed* holder = holder_of(inodes);
  if (holder == nullptr) holder = only_candidate(false);
  if (holder == nullptr) return {};
  holder->serves = true;
  return holder->name;
}

transcript::Role Processes::client(Protocol protocol, int fd, const net::Address& local,
                                   const net::Address& remote) {
  const bool has_credentials = protocol == Protocol::unix_stream || protocol == Protocol::unix_seqpacket;
  if (has_credentials || protocol == Protocol::raw) {
    const Managed* peer = has_credentials ? peer_of_unix(fd) : nullptr;
    return peer == nullptr ? -1 : peer->role;
  }
  const Managed* holder = holder_of(process::at_other_end(kind_of(protocol), remote, local));
  // It has closed its socket already, or what it started has gone its own way.
  if (holder == nullptr) holder = only_candidate(false);
  if (holder == nullptr) holder = only_candidate(true);
  return holder == nullptr ? -1 : holder->role;
}

}  // namespace parley
