// The blocks of a pcapng file, byte by byte.
#include <cstring>
#include <vector>

#include "engine/capture/pcapng.hpp"
#include "tests/catch.hpp"

using parley::capture::PcapngWriter;

namespace {

std::uint32_t word(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

/// The types of the blocks, of which each says its length at both ends.
std::vector<std::uint32_t> types(const std::string& bytes) {
  std::vector<std::uint32_t> found;
  for (std::size_t at = 0; at < bytes.size();) {
    found.push_back(word(bytes, at));
    const std::uint32_t length = word(bytes, at + 4);
    REQUIRE(length % 4 == 0);
    REQUIRE(at + length <= bytes.size());
    REQUIRE(word(bytes, at + length - 4) == length);
    at += length;
  }
  return found;
}

}  // namespace

TEST_CASE("a capture is a section, an interface, secrets, packets, statistics", "[capture]") {
  std::string bytes;
  PcapngWriter writer(bytes);
  writer.begin("echo.lua:1: echoes");
  writer.secrets("CLIENT_RANDOM aa bb\n");
  writer.packet(1'700'000'000'123'456'789, "abcde", 9, "client: sendall");
  writer.packet(1'700'000'000'123'456'790, "abcd", 4, "");
  writer.statistics(1'700'000'000'123'456'790, 3, 1);
  CHECK(types(bytes) == std::vector<std::uint32_t>{0x0A0D0D0A, 1, 10, 6, 6, 5});
}

TEST_CASE("a packet's block has time, lengths, padding and comment", "[capture]") {
  std::string bytes;
  PcapngWriter(bytes).packet((std::int64_t{5} << 32) + 7, "abcde", 9, "hey");
  CHECK(word(bytes, 12) == 5);
  CHECK(word(bytes, 16) == 7);
  CHECK(word(bytes, 20) == 5);
  CHECK(word(bytes, 24) == 9);
  CHECK(bytes.substr(28, 8) == std::string("abcde\0\0\0", 8));
  CHECK(bytes.substr(36, 12) == std::string("\1\0\3\0hey\0\0\0\0\0", 12));
  CHECK(bytes.size() == 52);
}

TEST_CASE("a packet without a comment has no options", "[capture]") {
  std::string bytes;
  PcapngWriter(bytes).packet(1, "abcd", 4, "");
  CHECK(bytes.size() == 36);
}

TEST_CASE("secrets are those of TLS", "[capture]") {
  std::string bytes;
  PcapngWriter(bytes).secrets("x\n");
  CHECK(word(bytes, 8) == 0x544c534b);
  CHECK(word(bytes, 12) == 2);
  CHECK(bytes.substr(16, 4) == std::string("x\n\0\0", 4));
}
