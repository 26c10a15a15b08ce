#include "engine/net/address.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <iterator>

namespace parley::net {
namespace {

constexpr std::size_t path_offset = offsetof(sockaddr_un, sun_path);
constexpr std::size_t path_capacity = sizeof(sockaddr_un::sun_path);

// A copy, since sockaddr_storage may not be read as another type. sockaddr_* of any family fits.
template <class Sockaddr>
Sockaddr view(const Address& address) {
  Sockaddr copy;
  std::memcpy(&copy, &address.storage, sizeof copy);
  return copy;
}

template <class Sockaddr>
Address made(const Sockaddr& from, std::size_t length) {
  Address address;
  std::memcpy(&address.storage, &from, sizeof from);
  address.length = static_cast<socklen_t>(length);
  return address;
}

template <class Sockaddr>
void store(Address& address, const Sockaddr& from) {
  std::memcpy(&address.storage, &from, sizeof from);
}

// The bytes of an AF_UNIX name. A path ends at its NUL; an abstract name has the length the kernel says.
std::string_view unix_name(const Address& address) {
  if (address.length <= path_offset) return {};
  const char* start = reinterpret_cast<const char*>(&address.storage) + path_offset;
  const std::size_t length = std::min<std::size_t>(address.length - path_offset, path_capacity);
  return {start, *start == '\0' ? length : strnlen(start, length)};
}

std::size_t copy_out(std::string_view text, char* buffer, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t length = std::min(text.size(), size - 1);
  std::copy_n(text.begin(), length, buffer);
  buffer[length] = '\0';
  return length;
}

// As inet_ntop(3), which goes by printf: that took a twelfth of a short connection's instructions.
std::size_t write_ipv4(const in_addr& ip, char* text, std::size_t size) {
  unsigned char bytes[4];
  std::memcpy(bytes, &ip, sizeof bytes);
  char name[INET_ADDRSTRLEN];
  char* end = name;
  for (const unsigned char byte : bytes) {
    if (end != name) *end++ = '.';
    end = std::to_chars(end, std::end(name), byte).ptr;
  }
  return copy_out({name, static_cast<std::size_t>(end - name)}, text, size);
}

}  // namespace

Address Address::ipv4(std::uint32_t host_order_ip, std::uint16_t port) {
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_port = htons(port);
  in.sin_addr.s_addr = htonl(host_order_ip);
  return made(in, sizeof in);
}

Address Address::ipv6(const void* bytes, std::uint16_t port) {
  sockaddr_in6 in6{};
  in6.sin6_family = AF_INET6;
  in6.sin6_port = htons(port);
  std::memcpy(&in6.sin6_addr, bytes, sizeof in6.sin6_addr);
  return made(in6, sizeof in6);
}

Address Address::unix_path(std::string_view path, Error& error) {
  sockaddr_un un{};
  un.sun_family = AF_UNIX;
  // A path needs its NUL within sun_path; an abstract name, and the empty one that asks for autobind, has
  // none.
  const std::size_t closing_nul = path.empty() || path.front() == '\0' ? 0 : 1;
  if (path.size() + closing_nul > path_capacity) {
    error = Error::text("AF_UNIX path too long");
    return {};
  }
  std::copy(path.begin(), path.end(), un.sun_path);
  return made(un, path_offset + path.size() + closing_nul);
}

bool Address::parse_numeric(std::string_view text, int family, Address& out) {
  char name[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof name || text.find('\0') != std::string_view::npos) return false;
  copy_out(text, name, sizeof name);
  in_addr four{};
  if (family != AF_INET6 && inet_pton(AF_INET, name, &four) == 1) {
    out = ipv4(ntohl(four.s_addr), 0);
    return true;
  }
  in6_addr sixteen{};
  if (family != AF_INET && inet_pton(AF_INET6, name, &sixteen) == 1) {
    out = ipv6(&sixteen, 0);
    return true;
  }
  return false;
}

std::uint16_t Address::port() const {
  if (family() == AF_INET) return ntohs(view<sockaddr_in>(*this).sin_port);
  if (family() == AF_INET6) return ntohs(view<sockaddr_in6>(*this).sin6_port);
  return 0;
}

void Address::set_port(std::uint16_t port) {
  if (family() == AF_INET) {
    auto in = view<sockaddr_in>(*this);
    in.sin_port = htons(port);
    store(*this, in);
  } else if (family() == AF_INET6) {
    auto in6 = view<sockaddr_in6>(*this);
    in6.sin6_port = htons(port);
    store(*this, in6);
  }
}

std::uint32_t Address::flow_info() const {
  return family() == AF_INET6 ? ntohl(view<sockaddr_in6>(*this).sin6_flowinfo) : 0;
}

std::uint32_t Address::scope_id() const {
  return family() == AF_INET6 ? view<sockaddr_in6>(*this).sin6_scope_id : 0;
}

void Address::set_flow_info(std::uint32_t flow_info) {
  if (family() != AF_INET6) return;
  auto in6 = view<sockaddr_in6>(*this);
  in6.sin6_flowinfo = htonl(flow_info);
  store(*this, in6);
}

void Address::set_scope_id(std::uint32_t scope_id) {
  if (family() != AF_INET6) return;
  auto in6 = view<sockaddr_in6>(*this);
  in6.sin6_scope_id = scope_id;
  store(*this, in6);
}

bool Address::is_wildcard() const {
  if (family() == AF_INET) return view<sockaddr_in>(*this).sin_addr.s_addr == htonl(INADDR_ANY);
  if (family() == AF_INET6) {
    const auto in6 = view<sockaddr_in6>(*this);
    return IN6_IS_ADDR_UNSPECIFIED(&in6.sin6_addr);
  }
  return false;
}

bool Address::is_abstract() const { return family() == AF_UNIX && unix_name(*this).starts_with('\0'); }

std::size_t Address::host(char* buffer, std::size_t size) const {
  if (family() == AF_UNIX) return copy_out(unix_name(*this), buffer, size);
  if (family() == AF_INET) return write_ipv4(view<sockaddr_in>(*this).sin_addr, buffer, size);
  char text[INET6_ADDRSTRLEN] = {};
  if (family() == AF_INET6) {
    const auto in6 = view<sockaddr_in6>(*this);
    inet_ntop(AF_INET6, &in6.sin6_addr, text, sizeof text);
  }
  return copy_out(text, buffer, size);
}

std::string Address::to_string() const {
  char text[path_capacity + 1];
  std::string name(text, host(text, sizeof text));
  if (family() == AF_INET) return name + ":" + std::to_string(port());
  if (family() == AF_INET6) {
    char zone[IF_NAMESIZE];
    if (scope_id() != 0) {
      name += "%";
      name += if_indextoname(scope_id(), zone) != nullptr ? zone : std::to_string(scope_id());
    }
    return "[" + name + "]:" + std::to_string(port());
  }
  if (name.empty()) return "-";
  if (name.front() == '\0') std::replace(name.begin(), name.end(), '\0', '@');
  return name;
}

bool operator==(const Address& a, const Address& b) {
  if (a.family() != b.family()) return false;
  switch (a.family()) {
    case AF_UNSPEC:
      return true;
    case AF_UNIX:
      return unix_name(a) == unix_name(b);
    default:
      return a.length == b.length && std::memcmp(&a.storage, &b.storage, a.length) == 0;
  }
}

}  // namespace parley::net
