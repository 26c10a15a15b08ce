// Addresses and numbers between text, packed bytes and network order: inet_aton(3), inet_pton(3), htons(3)
// and kin, with the checks of Python's functions of these names. Nothing here asks the system.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace parley::net {

/// An IPv4 (4 bytes) or IPv6 (16 bytes) address in network order.
struct PackedAddress {
  unsigned char bytes[16] = {};
  std::size_t length = 0;
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes), length}; }
};

/// inet_aton(3) of glibc: one to four parts, each decimal, octal or hexadecimal; text after white space is
/// ignored. Error: "illegal IP address string passed to inet_aton" (OSError), for a NUL in the text as well.
Result<PackedAddress> inet_aton(std::string_view text);

/// Error: "packed IP wrong length for inet_ntoa" (OSError).
Result<std::string> inet_ntoa(std::string_view packed);

/// inet_pton(3): strict forms, no zone. Errors: "illegal IP address string passed to inet_pton" (OSError),
/// EAFNOSUPPORT for another family.
Result<PackedAddress> inet_pton(int family, std::string_view text);

/// inet_ntop(3). Errors, both ValueError in Python: "invalid length of packed IP address string",
/// "unknown address family N".
Result<std::string> inet_ntop(int family, std::string_view packed);

/// Why a number is not one of 16 or 32 bits. Python raises OverflowError with the text of range_message().
enum class RangeError : std::uint8_t {
  none,
  negative,
  too_large,     ///< Beyond 16 or 32 bits.
  beyond_c_int,  ///< Beyond INT_MAX, which the 16-bit functions tell apart.
  below_c_int,   ///< The same below INT_MIN.
};

struct Swapped {
  std::uint32_t value = 0;
  RangeError range = RangeError::none;
  bool ok() const { return range == RangeError::none; }
};

/// htons and ntohs, which are the same exchange of bytes.
Swapped swap_16(std::int64_t number);
/// htonl and ntohl.
Swapped swap_32(std::int64_t number);

/// Python's words for a failed swap; `function` is the name that the script called: "htons", "ntohl".
std::string range_message(std::string_view function, RangeError range);

}  // namespace parley::net
