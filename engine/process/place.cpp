#include "engine/process/place.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <cstring>

namespace parley::process {

namespace {

bool is_zero(unsigned char byte) { return byte == 0; }

}  // namespace

Place Place::of(const net::Address& address) {
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

bool Place::is_ipv4() const { return std::memcmp(host.data(), "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0; }

bool Place::is_any4() const { return is_ipv4() && std::all_of(host.begin() + 12, host.end(), is_zero); }

bool Place::is_any() const { return is_any4() || std::all_of(host.begin(), host.end(), is_zero); }

bool Place::serves(const Place& address) const {
  if (port != address.port) return false;
  if (host == address.host || address.is_any()) return true;
  return is_any4() ? address.is_ipv4() : is_any();
}

}  // namespace parley::process
