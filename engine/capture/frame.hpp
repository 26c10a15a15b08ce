// An Ethernet frame as captures hold them: who sent it to whom, and what of TCP or UDP is in it. Reads,
// writes new ones, and fills in checksums.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "engine/net/address.hpp"

namespace parley::capture {

/// One side of a conversation. IPv4 stands as RFC 4291 2.5.5.2 maps it, so that a socket of both families is
/// told by one address.
struct Endpoint {
  std::array<std::uint8_t, 16> host{};
  std::uint16_t port = 0;
  bool operator==(const Endpoint&) const = default;
  bool operator<(const Endpoint& other) const {
    return std::tie(host, port) < std::tie(other.host, other.port);
  }

  /// Of the text of net::Address: "127.0.0.1:80", "[::1]:80"; without a zone. Anything else is all zero.
  static Endpoint from(std::string_view text);
  bool is_ipv4() const;
  bool is_wildcard() const;
};

enum class Protocol : std::uint8_t { other, tcp, udp };

/// The flags of TCP, RFC 9293 3.1.
inline constexpr std::uint8_t fin = 1;
inline constexpr std::uint8_t syn = 2;
inline constexpr std::uint8_t rst = 4;
inline constexpr std::uint8_t psh = 8;
inline constexpr std::uint8_t ack = 16;

struct Frame {
  Protocol protocol = Protocol::other;
  Endpoint source;
  Endpoint destination;
  std::uint8_t flags = 0;  ///< Of TCP.
  std::uint32_t sequence = 0;
  std::uint32_t acknowledged = 0;
  std::size_t transport = 0;  ///< Where TCP's or UDP's header begins.
  std::size_t payload = 0;    ///< How many bytes it carries, kept or not.
};

/// What `bytes` are, which begin with an Ethernet header. Of what is no TCP or UDP, of a fragment, and of one
/// that is too short for its headers, nothing but that it is `other`.
Frame parse(std::string_view bytes);

/// The same with `payload` in it, of which `length` bytes were sent: more than there are where they were not
/// kept. With valid checksums, if all of it is there.
std::string build(const Frame& frame, std::string_view payload, std::size_t length);

/// Computes the checksum of TCP or UDP in a frame that is there in full (RFC 1071; RFC 9293 3.1; RFC 768).
void fill_checksum(std::string& bytes);

}  // namespace parley::capture
