#include "engine/process/socket_table.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "engine/base/file.hpp"
#include "engine/process/place.hpp"
#include "engine/process/socket_diag.hpp"

namespace parley::process {

namespace {

// Of include/net/tcp_states.h: an unconnected UDP socket is listed as closed.
constexpr unsigned udp_unconnected = 7;
constexpr unsigned unix_accepts = 0x10000;  // __SO_ACCEPTCON

// Four bytes a word, each a number in the machine's own order.
void decode(const char* hex, Place& place) {
  const std::size_t words = std::strlen(hex) / 8;
  if (words == 1) place.host[10] = place.host[11] = 0xff;
  for (std::size_t i = 0; i < std::min<std::size_t>(words, 4); ++i) {
    unsigned word = 0;
    if (std::sscanf(hex + 8 * i, "%8x", &word) != 1) return;
    std::memcpy(&place.host[words == 1 ? 12 : 4 * i], &word, 4);
  }
}

// A line of /proc/net/tcp and its kin: proc(5).
bool parse(const char* text, SocketEntry& line) {
  char local[33];
  char remote[33];
  const int count =
      std::sscanf(text, " %*d: %32[0-9A-Fa-f]:%x %32[0-9A-Fa-f]:%x %x %*x:%*x %*x:%*x %*x %*u %*d %lu", local,
                  &line.local.port, remote, &line.remote.port, &line.state, &line.inode);
  if (count != 6) return false;
  decode(local, line.local);
  decode(remote, line.remote);
  return true;
}

// Calls `take` with each line of the file, without its end.
template <class Take>
void each_line(const char* path, Take take) {
  std::string text;
  if (read_whole_file(path, text)) return;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    take(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

template <class Wanted>
void collect_internet(SocketKind kind, std::vector<ino_t>& inodes, Wanted wanted) {
  const bool tcp = kind == SocketKind::tcp;
  for (const char* path : {tcp ? "/proc/self/net/tcp" : "/proc/self/net/udp",
                           tcp ? "/proc/self/net/tcp6" : "/proc/self/net/udp6"}) {
    each_line(path, [&](const std::string& text) {
      SocketEntry line;
      if (parse(text.c_str(), line) && line.inode != 0 && wanted(line)) inodes.push_back(line.inode);
    });
  }
}

std::string path_of(const net::Address& address) {
  char path[sizeof(sockaddr_un)];
  std::string text(path, address.host(path, sizeof path));
  std::replace(text.begin(), text.end(), '\0', '@');  // As the kernel lists an abstract name.
  return text;
}

std::string normal(const std::string& path, const std::string& directory) {
  if (path.empty() || path.front() == '@') return path;
  return (std::filesystem::path(directory) / path).lexically_normal().string();
}

bool is_kind(SocketKind kind, unsigned type, unsigned flags) {
  if (kind == SocketKind::unix_datagram) return type == SOCK_DGRAM;
  return type != SOCK_DGRAM && (flags & unix_accepts) != 0;
}

void collect_unix(SocketKind kind, const net::Address& address, const std::string& directory,
                  std::vector<ino_t>& inodes) {
  const std::string wanted = normal(path_of(address), directory);
  if (wanted.empty()) return;
  each_line("/proc/self/net/unix", [&](const std::string& text) {
    unsigned flags = 0;
    unsigned type = 0;
    ino_t inode = 0;
    int path = 0;
    const int count =
        std::sscanf(text.c_str(), "%*x: %*x %*x %x %x %*x %lu %n", &flags, &type, &inode, &path);
    if (count != 3 || path == 0 || !is_kind(kind, type, flags)) return;
    if (normal(text.substr(static_cast<std::size_t>(path)), directory) == wanted) inodes.push_back(inode);
  });
}

// By the kernel's quick answer, else by the lines that it lists.
void collect_listeners(const net::Address& address, std::vector<ino_t>& inodes) {
  const Place wanted = Place::of(address);
  const auto serves = [&](const SocketEntry& entry) {
    return entry.state == tcp_listen && entry.local.serves(wanted);
  };
  const auto quick = listeners_at(address.port());
  if (!quick) return collect_internet(SocketKind::tcp, inodes, serves);
  for (const SocketEntry& entry : *quick)
    if (serves(entry)) inodes.push_back(entry.inode);
}

void collect_connection(const net::Address& local, const net::Address& remote, std::vector<ino_t>& inodes) {
  if (const auto quick = connection_between(local, remote)) {
    if (quick->inode != 0) inodes.push_back(quick->inode);
    return;
  }
  const Place here = Place::of(local);
  const Place there = Place::of(remote);
  collect_internet(SocketKind::tcp, inodes,
                   [&](const SocketEntry& entry) { return entry.local == here && entry.remote == there; });
}

}  // namespace

std::vector<ino_t> serving(SocketKind kind, const net::Address& address, const std::string& directory) {
  std::vector<ino_t> inodes;
  if (kind == SocketKind::tcp) {
    collect_listeners(address, inodes);
  } else if (kind == SocketKind::udp) {
    const Place wanted = Place::of(address);
    collect_internet(kind, inodes, [&](const SocketEntry& entry) {
      return entry.state == udp_unconnected && entry.local.serves(wanted);
    });
  } else {
    collect_unix(kind, address, directory, inodes);
  }
  std::sort(inodes.begin(), inodes.end());
  return inodes;
}

std::vector<ino_t> at_other_end(SocketKind kind, const net::Address& local, const net::Address& remote) {
  std::vector<ino_t> inodes;
  if (kind == SocketKind::tcp) {
    collect_connection(local, remote, inodes);
  } else if (kind == SocketKind::udp) {
    const Place here = Place::of(local);
    collect_internet(kind, inodes, [&](const SocketEntry& entry) { return entry.local.serves(here); });
  } else if (kind == SocketKind::unix_datagram) {
    collect_unix(kind, local, "/", inodes);
  }
  std::sort(inodes.begin(), inodes.end());
  return inodes;
}

}  // namespace parley::process
