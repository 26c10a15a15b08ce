// Addresses: how they are made, printed and compared, and how long an AF_UNIX name may be.
#include <netinet/in.h>

#include <cstddef>
#include <string>

#include "engine/net/address.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::net;
using namespace std::string_literals;

namespace {

Address numeric(const std::string& text) {
  Address address;
  REQUIRE(Address::parse_numeric(text, AF_UNSPEC, address));
  return address;
}

Address at_path(const std::string& path) {
  Error error;
  const Address address = Address::unix_path(path, error);
  REQUIRE_FALSE(error);
  return address;
}

std::string host_of(const Address& address) {
  char text[128];
  return {text, address.host(text, sizeof text)};
}

std::string refusal(const std::string& path) {
  Error error;
  CHECK(Address::unix_path(path, error).length == 0);
  return error.to_string();
}

}  // namespace

TEST_CASE("internet addresses print as Python prints them") {
  CHECK(host_of(Address::ipv4(INADDR_LOOPBACK, 80)) == "127.0.0.1");
  CHECK(host_of(Address::ipv4(INADDR_ANY, 0)) == "0.0.0.0");
  CHECK(host_of(numeric("2001:DB8:0:0::1")) == "2001:db8::1");
  CHECK(host_of(numeric("::ffff:1.2.3.4")) == "::ffff:1.2.3.4");
  CHECK(Address::ipv4(INADDR_LOOPBACK, 8001).to_string() == "127.0.0.1:8001");
}

TEST_CASE("an IPv6 address keeps its zone apart from its host") {
  Address address = numeric("fe80::1");
  address.set_port(80);
  address.set_flow_info(0xfffff);
  address.set_scope_id(1);
  CHECK(host_of(address) == "fe80::1");
  CHECK(address.port() == 80);
  CHECK(address.flow_info() == 0xfffff);
  CHECK(address.scope_id() == 1);
  CHECK(address.to_string() == "[fe80::1%lo]:80");
  address.set_scope_id(4000000);
  CHECK(address.to_string() == "[fe80::1%4000000]:80");
}

TEST_CASE("only strict numeric forms are parsed") {
  Address address;
  for (const auto& text : {"127.1"s, "0x7f000001"s, "256.0.0.1"s, " 127.0.0.1"s, "127.0.0.01"s, "[::1]"s,
                           "fe80::1%lo"s, ""s, "127.0.0.1\0"s, std::string(100, '1')}) {
    INFO(text);
    CHECK_FALSE(Address::parse_numeric(text, AF_UNSPEC, address));
  }
  CHECK_FALSE(Address::parse_numeric("::1", AF_INET, address));
  CHECK_FALSE(Address::parse_numeric("127.0.0.1", AF_INET6, address));
  CHECK(address.family() == AF_UNSPEC);
}

TEST_CASE("the wildcard is known in both families") {
  CHECK(Address::ipv4(INADDR_ANY, 80).is_wildcard());
  CHECK(numeric("::").is_wildcard());
  CHECK_FALSE(numeric("::1").is_wildcard());
  CHECK_FALSE(Address::ipv4(INADDR_LOOPBACK, 0).is_wildcard());
  CHECK_FALSE(at_path("").is_wildcard());
}

TEST_CASE("a path has 107 bytes at most, an abstract name 108") {
  CHECK(host_of(at_path(std::string(107, 'a'))) == std::string(107, 'a'));
  CHECK(refusal(std::string(108, 'a')) == "AF_UNIX path too long");
  CHECK(refusal(std::string(200, 'a')) == "AF_UNIX path too long");
  const std::string abstract = "\0"s + std::string(107, 'h');
  CHECK(host_of(at_path(abstract)) == abstract);
  CHECK(refusal(abstract + "h") == "AF_UNIX path too long");
}

TEST_CASE("AF_UNIX names print by their kind") {
  CHECK(at_path("/run/x.sock").to_string() == "/run/x.sock");
  CHECK(at_path("\0name"s).to_string() == "@name");
  CHECK(at_path("").to_string() == "-");
  CHECK(Address{}.to_string() == "-");
  CHECK(at_path("\0a\0b"s).is_abstract());
  CHECK(host_of(at_path("\0a\0b"s)) == "\0a\0b"s);
  CHECK_FALSE(at_path("/x").is_abstract());
  CHECK_FALSE(at_path("").is_abstract());
}

TEST_CASE("an empty path is the family alone, which asks for autobind") {
  CHECK(at_path("").length == offsetof(sockaddr_un, sun_path));
  CHECK(at_path("").family() == AF_UNIX);
}

TEST_CASE("a host is cut to the buffer it is given") {
  char small[4];
  CHECK(Address::ipv4(INADDR_LOOPBACK, 0).host(small, sizeof small) == 3);
  CHECK(std::string(small) == "127");
}

TEST_CASE("addresses are equal when family, host and port are") {
  CHECK(Address::ipv4(INADDR_LOOPBACK, 80) == Address::ipv4(INADDR_LOOPBACK, 80));
  CHECK_FALSE(Address::ipv4(INADDR_LOOPBACK, 80) == Address::ipv4(INADDR_LOOPBACK, 81));
  CHECK_FALSE(numeric("::") == Address::ipv4(INADDR_ANY, 0));
  CHECK(at_path("/a") == at_path("/a"));
  CHECK_FALSE(at_path("\0a"s) == at_path("\0a\0"s));
  CHECK(Address{} == Address{});
}
