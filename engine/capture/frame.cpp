#include "engine/capture/frame.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace parley::capture {
namespace {

constexpr std::size_t ethernet_size = 14;
constexpr std::size_t ipv4_size = 20;
constexpr std::size_t ipv6_size = 40;
constexpr std::size_t tcp_size = 20;
constexpr std::size_t udp_size = 8;
constexpr unsigned ipv4_type = 0x0800;
constexpr unsigned ipv6_type = 0x86dd;
constexpr unsigned tcp_number = 6;
constexpr unsigned udp_number = 17;
constexpr std::array<std::uint8_t, 12> mapped_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

unsigned byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

/// Big-endian, as all numbers on the wire.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < size; ++i) number = number << 8U | byte_at(bytes, at + i);
  return number;
}

void append_number(std::string& to, std::size_t number, std::size_t size) {
  for (std::size_t i = size; i > 0; --i) to += static_cast<char>(number >> (8 * (i - 1)) & 0xffU);
}

void put_16(std::string& bytes, std::size_t at, std::uint16_t number) {
  bytes[at] = static_cast<char>(number >> 8U);
  bytes[at + 1] = static_cast<char>(number & 0xffU);
}

/// The sum of 16-bit words that RFC 1071 builds checksums of, not yet complemented.
std::uint64_t sum_of(std::string_view bytes, std::uint64_t sum = 0) {
  std::size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2) sum += number_at(bytes, i, 2);
  return i < bytes.size() ? sum + (byte_at(bytes, i) << 8U) : sum;
}

std::uint16_t checksum_of(std::uint64_t sum) {
  while (sum >> 16U != 0) sum = (sum & 0xffffU) + (sum >> 16U);
  return static_cast<std::uint16_t>(~sum);
}

/// The header of IP: where its addresses stand, what follows it and how much.
struct Packet {
  bool ipv4 = false;
  std::size_t addresses = 0;
  std::size_t transport = 0;
  std::size_t size = 0;  ///< Of what follows.
  unsigned protocol = 0;
};

std::optional<Packet> parse_ipv4(std::string_view bytes) {
  if (bytes.size() < ethernet_size + ipv4_size) return std::nullopt;
  const std::size_t header = (byte_at(bytes, ethernet_size) & 0xfU) * std::size_t{4};
  const std::size_t total = number_at(bytes, ethernet_size + 2, 2);
  const bool fragment = (number_at(bytes, ethernet_size + 6, 2) & 0x3fffU) != 0;
  if (header < ipv4_size || total < header || fragment) return std::nullopt;
  return Packet{true, ethernet_size + 12, ethernet_size + header, total - header,
                byte_at(bytes, ethernet_size + 9)};
}

/// RFC 8200 4: headers that stand before TCP and UDP; what has a Fragment header is none of ours.
bool is_option_header(unsigned number) { return number == 0 || number == 43 || number == 60; }

std::optional<Packet> parse_ipv6(std::string_view bytes) {
  if (bytes.size() < ethernet_size + ipv6_size) return std::nullopt;
  Packet packet{false, ethernet_size + 8, ethernet_size + ipv6_size, number_at(bytes, ethernet_size + 4, 2),
                byte_at(bytes, ethernet_size + 6)};
  while (is_option_header(packet.protocol)) {
    if (bytes.size() < packet.transport + 2) return std::nullopt;
    const std::size_t size = (byte_at(bytes, packet.transport + 1) + std::size_t{1}) * 8;
    if (packet.size < size) return std::nullopt;
    packet.protocol = byte_at(bytes, packet.transport);
    packet.transport += size;
    packet.size -= size;
  }
  return packet;
}

std::optional<Packet> parse_ip(std::string_view bytes) {
  if (bytes.size() < ethernet_size) return std::nullopt;
  const unsigned type = number_at(bytes, 12, 2);
  if (type == ipv4_type) return parse_ipv4(bytes);
  return type == ipv6_type ? parse_ipv6(bytes) : std::nullopt;
}

Endpoint endpoint_at(std::string_view bytes, const Packet& packet, bool source) {
  Endpoint endpoint;
  const std::size_t size = packet.ipv4 ? 4 : 16;
  const std::string_view host = bytes.substr(packet.addresses + (source ? 0 : size), size);
  if (packet.ipv4) std::copy(mapped_prefix.begin(), mapped_prefix.end(), endpoint.host.begin());
  std::copy(host.begin(), host.end(), endpoint.host.end() - static_cast<std::ptrdiff_t>(size));
  endpoint.port = static_cast<std::uint16_t>(number_at(bytes, packet.transport + (source ? 0 : 2), 2));
  return endpoint;
}

std::string host_bytes(const Endpoint& endpoint, bool ipv4) {
  return {endpoint.host.begin() + (ipv4 ? 12 : 0), endpoint.host.end()};
}

/// The header of IP before `size` bytes of `protocol`.
std::string ip_header(const Frame& frame, unsigned protocol, std::size_t size, bool ipv4) {
  std::string header;
  if (ipv4) {
    append_number(header, 0x4500, 2);
    append_number(header, ipv4_size + size, 2);
    append_number(header, 0x00004000, 4);  // No number of its own; not to be fragmented.
    append_number(header, 64U << 8U | protocol, 2);
    append_number(header, 0, 2);
  } else {
    append_number(header, 0x60000000, 4);
    append_number(header, size, 2);
    append_number(header, protocol << 8U | 64U, 2);
  }
  header += host_bytes(frame.source, ipv4) + host_bytes(frame.destination, ipv4);
  if (ipv4) put_16(header, 10, checksum_of(sum_of(header)));
  return header;
}

std::string transport_header(const Frame& frame, std::size_t length) {
  std::string header;
  append_number(header, frame.source.port, 2);
  append_number(header, frame.destination.port, 2);
  if (frame.protocol == Protocol::udp) {
    append_number(header, udp_size + length, 2);
  } else {
    append_number(header, frame.sequence, 4);
    append_number(header, frame.acknowledged, 4);
    append_number(header, tcp_size / 4 << 12U | frame.flags, 2);
    append_number(header, 65535, 2);  // The window.
    append_number(header, 0, 2);
  }
  append_number(header, 0, 2);  // TCP's urgent pointer, or UDP's checksum.
  return header;
}

}  // namespace

Endpoint Endpoint::from(std::string_view text) {
  Endpoint endpoint;
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return endpoint;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[')) host = host.substr(1, host.find_first_of("]%") - 1);
  net::Address address;
  if (!net::Address::parse_numeric(host, AF_UNSPEC, address)) return endpoint;
  std::from_chars(text.data() + colon + 1, text.data() + text.size(), endpoint.port);
  const bool ipv4 = address.family() == AF_INET;
  const auto* raw = reinterpret_cast<const std::uint8_t*>(address.raw()) + (ipv4 ? 4 : 8);
  if (ipv4) std::copy(mapped_prefix.begin(), mapped_prefix.end(), endpoint.host.begin());
  std::copy(raw, raw + (ipv4 ? 4 : 16), endpoint.host.begin() + (ipv4 ? 12 : 0));
  return endpoint;
}

bool Endpoint::is_ipv4() const {
  return std::equal(mapped_prefix.begin(), mapped_prefix.end(), host.begin());
}

bool Endpoint::is_wildcard() const {
  const auto zero = [](std::uint8_t byte) { return byte == 0; };
  return std::all_of(host.begin() + (is_ipv4() ? 12 : 0), host.end(), zero);
}

Frame parse(std::string_view bytes) {
  Frame frame;
  const std::optional<Packet> packet = parse_ip(bytes);
  if (!packet) return frame;
  const bool tcp = packet->protocol == tcp_number;
  const std::size_t least = tcp ? tcp_size : udp_size;
  if (!tcp && packet->protocol != udp_number) return frame;
  if (packet->size < least || bytes.size() < packet->transport + least) return frame;
  const std::size_t header = tcp ? (byte_at(bytes, packet->transport + 12) >> 4U) * std::size_t{4} : least;
  if (header < least || packet->size < header) return frame;
  frame.protocol = tcp ? Protocol::tcp : Protocol::udp;
  frame.source = endpoint_at(bytes, *packet, true);
  frame.destination = endpoint_at(bytes, *packet, false);
  frame.transport = packet->transport;
  frame.payload = packet->size - header;
  if (tcp) {
    frame.sequence = number_at(bytes, packet->transport + 4, 4);
    frame.acknowledged = number_at(bytes, packet->transport + 8, 4);
    frame.flags = static_cast<std::uint8_t>(byte_at(bytes, packet->transport + 13));
  }
  return frame;
}

std::string build(const Frame& frame, std::string_view payload, std::size_t length) {
  const bool tcp = frame.protocol == Protocol::tcp;
  const bool ipv4 = frame.source.is_ipv4() && frame.destination.is_ipv4();
  const std::string header = transport_header(frame, length);
  std::string bytes(12, '\0');
  append_number(bytes, ipv4 ? ipv4_type : ipv6_type, 2);
  bytes += ip_header(frame, tcp ? tcp_number : udp_number, header.size() + length, ipv4) + header;
  bytes += payload;
  if (payload.size() == length) fill_checksum(bytes);
  return bytes;
}

void fill_checksum(std::string& bytes) {
  const std::optional<Packet> packet = parse_ip(bytes);
  if (!packet || bytes.size() < packet->transport + packet->size) return;
  const bool tcp = packet->protocol == tcp_number;
  if (!tcp && packet->protocol != udp_number) return;
  if (packet->size < (tcp ? tcp_size : udp_size)) return;
  const std::size_t place = packet->transport + (tcp ? 16 : 6);
  put_16(bytes, place, 0);
  const std::string_view all = bytes;
  // The pseudo header: both addresses, the protocol, the length.
  const std::uint64_t pseudo =
      sum_of(all.substr(packet->addresses, packet->ipv4 ? 8 : 32), packet->protocol + packet->size);
  const std::uint16_t checksum = checksum_of(sum_of(all.substr(packet->transport, packet->size), pseudo));
  // RFC 768: 0 says that there is none.
  put_16(bytes, place, checksum == 0 && !tcp ? 0xffff : checksum);
}

}  // namespace parley::capture
