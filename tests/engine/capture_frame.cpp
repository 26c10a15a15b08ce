// Frames as captures hold them: written, read back, and their checksums.
#include "engine/capture/frame.hpp"
#include "tests/catch.hpp"

using namespace parley::capture;

namespace {

Frame segment(const char* source, const char* destination) {
  Frame frame;
  frame.protocol = Protocol::tcp;
  frame.source = Endpoint::from(source);
  frame.destination = Endpoint::from(destination);
  frame.flags = psh | ack;
  frame.sequence = 0x01020304;
  frame.acknowledged = 0xfffefdfc;
  return frame;
}

/// The checksum that stands in a frame of IPv4 without options.
unsigned tcp_checksum(const std::string& bytes) {
  const unsigned high = static_cast<unsigned char>(bytes[50]);
  return high << 8U | static_cast<unsigned char>(bytes[51]);
}

}  // namespace

TEST_CASE("an endpoint is read from an address as people see it", "[capture]") {
  CHECK(Endpoint::from("127.0.0.1:80").port == 80);
  CHECK(Endpoint::from("127.0.0.1:80").is_ipv4());
  CHECK(Endpoint::from("127.0.0.1:80") == Endpoint::from("[::ffff:127.0.0.1]:80"));
  CHECK_FALSE(Endpoint::from("[::1]:80").is_ipv4());
  CHECK(Endpoint::from("[fe80::1%lo]:7").host == Endpoint::from("[fe80::1]:7").host);
  CHECK(Endpoint::from("0.0.0.0:9").is_wildcard());
  CHECK(Endpoint::from("[::]:9").is_wildcard());
  CHECK_FALSE(Endpoint::from("127.0.0.1:9").is_wildcard());
  CHECK(Endpoint::from("/run/a.sock") == Endpoint());
  CHECK(Endpoint::from("") == Endpoint());
}

TEST_CASE("a frame that is built is parsed to the same", "[capture]") {
  for (const auto& [from, to] :
       {std::pair("127.0.0.1:1234", "127.0.0.2:80"), std::pair("[::1]:1234", "[::1]:80")}) {
    const Frame frame = segment(from, to);
    const Frame read = parse(build(frame, "hello", 5));
    CHECK(read.protocol == Protocol::tcp);
    CHECK(read.source == frame.source);
    CHECK(read.destination == frame.destination);
    CHECK(read.flags == (psh | ack));
    CHECK(read.sequence == frame.sequence);
    CHECK(read.acknowledged == frame.acknowledged);
    CHECK(read.payload == 5);
  }
}

TEST_CASE("the checksum is that of RFC 9293, computed by hand", "[capture]") {
  // Pseudo header 7f00+0001+7f00+0001+0006+0016, header 04d2+0050+0+0+0+0+5018+ffff+0, data 6869: 1d4b5.
  Frame frame = segment("127.0.0.1:1234", "127.0.0.1:80");
  frame.sequence = frame.acknowledged = 0;
  std::string bytes = build(frame, "hi", 2);
  CHECK(tcp_checksum(bytes) ==
        (0xffffU - ((0x7f00U + 1 + 0x7f00 + 1 + 6 + 22 + 0x4d2 + 0x50 + 0x5018 + 0xffff + 0x6869) % 0xffff)));
  const std::string right = bytes;
  bytes[50] = bytes[51] = 0x55;
  fill_checksum(bytes);
  CHECK(bytes == right);
}

TEST_CASE("of bytes that were not kept the length is told, and no checksum", "[capture]") {
  const std::string bytes = build(segment("127.0.0.1:1", "127.0.0.1:2"), "abc", 5000);
  CHECK(parse(bytes).payload == 5000);
  CHECK(tcp_checksum(bytes) == 0);
}

TEST_CASE("a UDP checksum is never 0, which would be none", "[capture]") {
  Frame frame = segment("127.0.0.1:1", "127.0.0.1:2");
  frame.protocol = Protocol::udp;
  // All but the payload sums up to 0xfe26 with two bytes of it: these make it 0xffff, whose complement is 0.
  std::string bytes = build(frame, std::string(2, '\0'), 2);
  const auto checksum = static_cast<unsigned>(static_cast<unsigned char>(bytes[40]) << 8U |
                                              static_cast<unsigned char>(bytes[41]));
  std::string payload = {static_cast<char>(checksum >> 8U), static_cast<char>(checksum & 0xffU)};
  bytes = build(frame, payload, 2);
  CHECK(bytes.substr(40, 2) == "\xff\xff");
}

TEST_CASE("what is no TCP or UDP, or too short, is left as it is", "[capture]") {
  const std::string whole = build(segment("127.0.0.1:1", "127.0.0.1:2"), "abc", 3);
  for (std::size_t size = 0; size < 54; ++size) {
    std::string part = whole.substr(0, size);
    CHECK(parse(part).protocol == Protocol::other);
    fill_checksum(part);
    CHECK(part == whole.substr(0, size));
  }
  std::string fragment = whole;
  fragment[20] = 0x20;
  CHECK(parse(fragment).protocol == Protocol::other);
  std::string icmp = whole;
  icmp[23] = 1;
  CHECK(parse(icmp).protocol == Protocol::other);
}
