#include "engine/net/conversion.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cerrno>
#include <climits>
#include <cstring>

namespace parley::net {
namespace {

std::size_t packed_length(int family) {
  if (family == AF_INET) return sizeof(in_addr);
  if (family == AF_INET6) return sizeof(in6_addr);
  return 0;
}

std::string printed(int family, std::string_view packed) {
  char text[INET6_ADDRSTRLEN] = {};
  ::inet_ntop(family, packed.data(), text, sizeof text);
  return text;
}

}  // namespace

Result<PackedAddress> inet_aton(std::string_view text) {
  in_addr address{};
  const bool has_nul = text.find('\0') != text.npos;
  if (has_nul || ::inet_aton(std::string(text).c_str(), &address) == 0) {
    return Error::text("illegal IP address string passed to inet_aton");
  }
  PackedAddress packed;
  packed.length = sizeof address;
  std::memcpy(packed.bytes, &address, sizeof address);
  return packed;
}

Result<std::string> inet_ntoa(std::string_view packed) {
  if (packed.size() != sizeof(in_addr)) return Error::text("packed IP wrong length for inet_ntoa");
  return printed(AF_INET, packed);
}

Result<PackedAddress> inet_pton(int family, std::string_view text) {
  PackedAddress packed;
  packed.length = packed_length(family);
  if (packed.length == 0) return Error::system(EAFNOSUPPORT);
  const bool has_nul = text.find('\0') != text.npos;
  if (has_nul || ::inet_pton(family, std::string(text).c_str(), packed.bytes) != 1) {
    return Error::text("illegal IP address string passed to inet_pton");
  }
  return packed;
}

Result<std::string> inet_ntop(int family, std::string_view packed) {
  const std::size_t length = packed_length(family);
  if (length == 0) return Error::text("unknown address family " + std::to_string(family));
  if (packed.size() != length) return Error::text("invalid length of packed IP address string");
  return printed(family, packed);
}

Swapped swap_16(std::int64_t number) {
  if (number > INT_MAX) return {.value = 0, .range = RangeError::beyond_c_int};
  if (number < INT_MIN) return {.value = 0, .range = RangeError::below_c_int};
  if (number < 0) return {.value = 0, .range = RangeError::negative};
  if (number > UINT16_MAX) return {.value = 0, .range = RangeError::too_large};
  return {.value = htons(static_cast<std::uint16_t>(number)), .range = RangeError::none};
}

Swapped swap_32(std::int64_t number) {
  if (number < 0) return {.value = 0, .range = RangeError::negative};
  if (number > UINT32_MAX) return {.value = 0, .range = RangeError::too_large};
  return {.value = htonl(static_cast<std::uint32_t>(number)), .range = RangeError::none};
}

std::string range_message(std::string_view function, RangeError range) {
  const bool is_long = function.ends_with('l');
  switch (range) {
    case RangeError::none:
      break;
    case RangeError::beyond_c_int:
      return "signed integer is greater than maximum";
    case RangeError::below_c_int:
      return "signed integer is less than minimum";
    case RangeError::negative:
      if (is_long) return "can't convert negative value to unsigned int";
      return std::string(function) + ": can't convert negative Python int to C 16-bit unsigned integer";
    case RangeError::too_large:
      if (is_long) return "int larger than 32 bits";
      return std::string(function) + ": Python int too large to convert to C 16-bit unsigned integer";
  }
  return {};
}

}  // namespace parley::net
