#include "engine/transcript/endpoint.hpp"

#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace parley::transcript {

namespace {

std::string bytes_of(const void* data, std::size_t size) { return {static_cast<const char*>(data), size}; }

bool is_wildcard_or_group(const std::string& host) {
  if (std::all_of(host.begin(), host.end(), [](char c) { return c == '\0'; })) return true;
  const auto first = static_cast<unsigned char>(host.front());
  if (host.size() == 16) return first == 0xff;
  return (first & 0xf0) == 0xe0 || first == 0xff || host.back() == '\xff';
}

Endpoint internet(std::string host, std::uint16_t port) {
  Endpoint endpoint;
  endpoint.host = std::move(host);
  endpoint.port = port;
  endpoint.any_host = is_wildcard_or_group(endpoint.host);
  return endpoint;
}

/// The path as it is in the kernel: without the NUL that may end a name in the file system, with the one that
/// begins an abstract name.
std::string unix_path(const net::Address& address) {
  constexpr std::size_t start = offsetof(sockaddr_un, sun_path);
  if (address.length <= start) return {};
  sockaddr_un name{};
  std::memcpy(&name, &address.storage, std::min<std::size_t>(address.length, sizeof name));
  const std::size_t room = std::min<std::size_t>(address.length - start, sizeof name.sun_path);
  const bool is_abstract = name.sun_path[0] == '\0';
  return {name.sun_path, is_abstract ? room : strnlen(name.sun_path, room)};
}

}  // namespace

Endpoint Endpoint::of(const net::Address& address) {
  switch (address.family()) {
    case AF_INET: {
      sockaddr_in in{};
      std::memcpy(&in, &address.storage, sizeof in);
      return internet(bytes_of(&in.sin_addr, 4), ntohs(in.sin_port));
    }
    case AF_INET6: {
      sockaddr_in6 in{};
      std::memcpy(&in, &address.storage, sizeof in);
      const bool mapped = IN6_IS_ADDR_V4MAPPED(&in.sin6_addr);
      return internet(mapped ? bytes_of(&in.sin6_addr.s6_addr[12], 4) : bytes_of(&in.sin6_addr, 16),
                      ntohs(in.sin6_port));
    }
    case AF_UNIX: {
      Endpoint endpoint;
      endpoint.host = unix_path(address);
      return endpoint;
    }
    default:
      return {};
  }
}

std::string Endpoint::key() const {
  std::string key;
  key += static_cast<char>(port >> 8);
  key += static_cast<char>(port & 0xff);
  key += host;
  return key;
}

bool Endpoint::matches(const Endpoint& other) const {
  return port == other.port && (any_host || other.any_host || host == other.host);
}

}  // namespace parley::transcript
