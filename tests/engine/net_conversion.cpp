// inet_aton, inet_pton, htons and their kin give what Python's give, and refuse in its words.
#include <sys/socket.h>

#include <cerrno>
#include <climits>
#include <string>

#include "engine/net/conversion.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::net;
using namespace std::string_literals;

namespace {

const std::string loopback = "\x7f\0\0\1"s;

std::string packed(const Result<PackedAddress>& result) {
  return std::string(result.ok() ? result.value().view() : result.error().message());
}

std::string text(const Result<std::string>& result) {
  return result.ok() ? result.value() : result.error().to_string();
}

}  // namespace

TEST_CASE("inet_aton takes the short and the odd forms") {
  for (const auto* form :
       {"127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f.0x1", "0177.1", "127.0.0.1 trailing text"}) {
    INFO(form);
    CHECK(packed(inet_aton(form)) == loopback);
  }
  CHECK(packed(inet_aton("255.255.255.255")) == "\xff\xff\xff\xff");
}

TEST_CASE("inet_aton refuses what is no address") {
  for (const auto& form : {""s, "256.0.0.1"s, "1.2.3.4.5"s, "localhost"s, "::1"s, "127.0.0.1\0"s}) {
    INFO(form);
    CHECK(packed(inet_aton(form)) == "illegal IP address string passed to inet_aton");
  }
}

TEST_CASE("inet_ntoa prints four bytes and no other number of them") {
  CHECK(text(inet_ntoa(loopback)) == "127.0.0.1");
  CHECK(text(inet_ntoa("abc")) == "packed IP wrong length for inet_ntoa");
}

TEST_CASE("inet_pton is strict") {
  CHECK(packed(inet_pton(AF_INET, "127.0.0.1")) == loopback);
  CHECK(packed(inet_pton(AF_INET6, "::1")) == std::string(15, '\0') + "\1");
  CHECK(packed(inet_pton(AF_INET6, "::ffff:1.2.3.4")) == std::string(10, '\0') + "\xff\xff\1\2\3\4");
  for (const auto& form : {"127.1"s, "127.0.0.01"s, ""s, "127.0.0.1\0"s}) {
    CHECK(packed(inet_pton(AF_INET, form)) == "illegal IP address string passed to inet_pton");
  }
  CHECK(packed(inet_pton(AF_INET6, "fe80::1%lo")) == "illegal IP address string passed to inet_pton");
  CHECK(inet_pton(AF_UNIX, "x").error().is_system(EAFNOSUPPORT));
}

TEST_CASE("inet_ntop prints both families") {
  CHECK(text(inet_ntop(AF_INET, "\1\2\3\4")) == "1.2.3.4");
  CHECK(text(inet_ntop(AF_INET6, std::string(15, '\0') + "\1")) == "::1");
  CHECK(text(inet_ntop(AF_INET, "abc")) == "invalid length of packed IP address string");
  CHECK(text(inet_ntop(AF_INET6, "abcd")) == "invalid length of packed IP address string");
  CHECK(text(inet_ntop(AF_UNIX, "abcd")) == "unknown address family 1");
}

TEST_CASE("numbers change their byte order both ways") {
  CHECK(swap_16(80).value == 20480);
  CHECK(swap_16(0x5000).value == 80);
  CHECK(swap_32(1).value == 16777216);
  CHECK(swap_32(swap_32(0xdeadbeef).value).value == 0xdeadbeef);
  CHECK(swap_16(0xffff).ok());
  CHECK(swap_32(0xffffffff).ok());
}

TEST_CASE("numbers out of range are refused in Python's words") {
  const auto short_words = [](std::int64_t number) { return range_message("htons", swap_16(number).range); };
  CHECK(short_words(-1) == "htons: can't convert negative Python int to C 16-bit unsigned integer");
  CHECK(short_words(65536) == "htons: Python int too large to convert to C 16-bit unsigned integer");
  CHECK(short_words(1LL << 40) == "signed integer is greater than maximum");
  CHECK(short_words(std::int64_t{INT_MIN} - 1) == "signed integer is less than minimum");
  CHECK(range_message("ntohl", swap_32(-1).range) == "can't convert negative value to unsigned int");
  CHECK(range_message("ntohl", swap_32(1LL << 32).range) == "int larger than 32 bits");
}
