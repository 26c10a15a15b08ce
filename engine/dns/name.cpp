#include "engine/dns/name.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <array>

#include "engine/net/address.hpp"
#include "engine/net/idna.hpp"

namespace parley::dns {
namespace {

constexpr std::size_t longest_name = 253;
constexpr std::size_t longest_label = 63;

bool is_letter_of_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '*';
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string reversed_ipv4(const net::Address& address) {
  const auto* raw = reinterpret_cast<const sockaddr_in*>(&address.storage);
  const std::uint32_t ip = ntohl(raw->sin_addr.s_addr);
  std::string name;
  for (const unsigned shift : {0U, 8U, 16U, 24U}) name += std::to_string((ip >> shift) & 0xff) + ".";
  return name + "in-addr.arpa";
}

std::string reversed_ipv6(const net::Address& address) {
  const auto* raw = reinterpret_cast<const sockaddr_in6*>(&address.storage);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string name;
  for (std::size_t i = 16; i-- > 0;) {
    const unsigned byte = raw->sin6_addr.s6_addr[i];
    for (const unsigned digit : {byte & 0xf, byte >> 4}) {
      name += digits[digit];
      name += '.';
    }
  }
  return name + "ip6.arpa";
}

Error check_labels(std::string_view name) {
  if (name.size() > longest_name) return Error::text("a name has at most 253 bytes");
  while (true) {
    const std::size_t dot = std::min(name.find('.'), name.size());
    if (dot == 0) return Error::text("a name has no empty label");
    if (dot > longest_label) return Error::text("a label of a name has at most 63 bytes");
    if (!std::all_of(name.begin(), name.begin() + static_cast<std::ptrdiff_t>(dot), is_letter_of_a_name)) {
      return Error::text("a name is made of letters, digits, '-', '_', '*' and dots");
    }
    if (dot == name.size()) return {};
    name.remove_prefix(dot + 1);
  }
}

}  // namespace

std::string folded_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  std::string folded(name);
  std::transform(folded.begin(), folded.end(), folded.begin(), lower);
  return folded;
}

Result<std::string> zone_name(std::string_view text) {
  net::Address address;
  if (net::Address::parse_numeric(text, AF_UNSPEC, address)) {
    return address.family() == AF_INET ? reversed_ipv4(address) : reversed_ipv6(address);
  }
  std::string name(text);
  if (!net::is_ascii(text)) {
    Result<std::string> ascii = net::to_ascii_name(text);
    if (!ascii) return ascii.error();
    name = std::move(*ascii);
  }
  name = folded_name(name);
  if (const Error error = check_labels(name)) return error;
  return name;
}

}  // namespace parley::dns
