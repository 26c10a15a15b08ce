#include "engine/process/socket_table.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "engine/base/file.hpp"

namespace parley::process {

namespace {

// The states of include/net/tcp_states.h that count here; an unconnected UDP socket is listed as closed.
constexpr unsigned tcp_listen = 10;
constexpr unsigned udp_unconnected = 7;
constexpr unsigned unix_accepts = 0x10000;  // __SO_ACCEPTCON

/// An internet address in one form: IPv4 as it is mapped into IPv6.
struct Place {
  std::array<unsigned char, 16> host{};
  unsigned port = 0;

  bool is_any() const {
    return is_any4() || std::all_of(host.begin(), host.end(), [](auto c) { return c == 0; });
  }
  bool is_any4() const {
    return is_ipv4() && std::all_of(host.begin() + 12, host.end(), [](auto c) { return c == 0; });
  }
  bool is_ipv4() const { return std::memcmp(host.data(), "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0; }
  bool operator==(const Place&) const = default;

  /// Whether a socket bound here is reached at `address`.
  bool serves(const Place& address) const {
    if (port != address.port) return false;
    if (host == address.host || address.is_any()) return true;
    return is_any4() ? address.is_ipv4() : is_any();
  }
};

Place place_of(const net::Address& address) {
  Place place;
  place.port = address.port();
  if (address.family() == AF_INET) {
    place.host[10] = place.host[11] = 0xff;
    const auto* in = reinterpret_cast<const sockaddr_in*>(address.raw());
    std::memcpy(&place.host[12], &in->sin_addr, 4);
  } else if (address.family() == AF_INET6) {
    std::memcpy(place.host.data(), &reinterpret_cast<const sockaddr_in6*>(address.raw())->sin6_addr, 16);
  }
  return place;
}

/// A line of /proc/net/tcp and its kin: proc(5).
struct Line {
  Place local;
  Place remote;
  unsigned state = 0;
  ino_t inode = 0;
};

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

bool parse(const char* text, Line& line) {
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
      Line line;
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

bool is_internet(SocketKind kind) { return kind == SocketKind::tcp || kind == SocketKind::udp; }

}  // namespace

std::vector<ino_t> serving(SocketKind kind, const net::Address& address, const std::string& directory) {
  std::vector<ino_t> inodes;
  if (is_internet(kind)) {
    const Place wanted = place_of(address);
    const unsigned state = kind == SocketKind::tcp ? tcp_listen : udp_unconnected;
    collect_internet(kind, inodes,
                     [&](const Line& line) { return line.state == state && line.local.serves(wanted); });
  } else {
    collect_unix(kind, address, directory, inodes);
  }
  std::sort(inodes.begin(), inodes.end());
  return inodes;
}

std::vector<ino_t> at_other_end(SocketKind kind, const net::Address& local, const net::Address& remote) {
  std::vector<ino_t> inodes;
  if (is_internet(kind)) {
    const Place here = place_of(local);
    const Place there = place_of(remote);
    collect_internet(kind, inodes, [&](const Line& line) {
      return kind == SocketKind::tcp ? line.local == here && line.remote == there : line.local.serves(here);
    });
  } else if (kind == SocketKind::unix_datagram) {
    collect_unix(kind, local, "/", inodes);
  }
  std::sort(inodes.begin(), inodes.end());
  return inodes;
}

}  // namespace parley::process
