// What counts as a host: numeric forms, the two special names, and names that are refused before anybody is
// asked. No case here sends a question to a name server.
#include <sys/socket.h>

#include <string>

#include "engine/net/database.hpp"
#include "engine/net/host.hpp"
#include "engine/net/idna.hpp"
#include "engine/net/punycode.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::net;
using namespace std::string_literals;

namespace {

// The host as an address prints it, or the error.
std::string resolved(const std::string& host, int family = AF_INET) {
  Address address;
  if (const Error error = host_to_address(host, family, address)) return error.to_string();
  char text[64];
  return {text, address.host(text, sizeof text)};
}

std::string ascii(const std::string& name) {
  const Result<std::string> result = to_ascii_name(name);
  return result.ok() ? result.value() : result.error().to_string();
}

const std::string unknown = "[Errno -2] Name or service not known";
const std::string other_family = "[Errno -9] Address family for hostname not supported";

}  // namespace

TEST_CASE("IPv4 hosts in all their forms") {
  CHECK(resolved("127.0.0.1") == "127.0.0.1");
  CHECK(resolved("") == "0.0.0.0");
  CHECK(resolved("<broadcast>") == "255.255.255.255");
  CHECK(resolved("255.255.255.255") == "255.255.255.255");
  for (const auto* odd : {"127.1", "0x7f000001", "2130706433", "0177.0.0.1"})
    CHECK(resolved(odd) == "127.0.0.1");
  CHECK(resolved("localhost") == "127.0.0.1");
}

TEST_CASE("IPv6 hosts in all their forms") {
  CHECK(resolved("::1", AF_INET6) == "::1");
  CHECK(resolved("", AF_INET6) == "::");
  CHECK(resolved("<broadcast>", AF_INET6) == "address family mismatched");
  Address zoned;
  REQUIRE_FALSE(host_to_address("fe80::1%lo", AF_INET6, zoned));
  CHECK(zoned.scope_id() == interface_index("lo").value());
  CHECK(resolved("fe80::1%nosuchif", AF_INET6) == unknown);
}

TEST_CASE("a literal of the other family is told from an unknown name") {
  CHECK(resolved("::1") == other_family);
  CHECK(resolved("127.0.0.1", AF_INET6) == other_family);
  CHECK(resolved("127.0.0.1", AF_UNSPEC) == "127.0.0.1");
  CHECK(resolved("::1", AF_UNSPEC) == "::1");
}

TEST_CASE("a name that cannot be put into a question is unknown") {
  CHECK(resolved("a..b") == unknown);
  CHECK(resolved(std::string(64, 'a')) == unknown);
}

TEST_CASE("a host that no name server could be asked for is refused in words") {
  CHECK(resolved("\0"s) == "host name must not contain null character");
  std::string accents;
  for (int i = 0; i < 80; ++i) accents += "é";
  CHECK(resolved(accents) == "encoding of hostname failed");
  CHECK(resolved("\xff.test") == "encoding of hostname failed");
}

TEST_CASE("names beyond ASCII become what Python's idna codec makes of them") {
  CHECK(ascii("hôte.invalid") == "xn--hte-kna.invalid");
  CHECK(ascii("HÔTE.É") == "xn--hte-kna.xn--9ca");
  CHECK(ascii("münchen-Ost.de") == "xn--mnchen-ost-9db.de");
  CHECK(ascii("日本語.jp") == "xn--wgv71a119e.jp");
  CHECK(ascii("😀.com") == "xn--e28h.com");
  CHECK(ascii("é。b.") == "xn--9ca.b.");
  CHECK(ascii("Plain.Example.") == "Plain.Example.");
  CHECK(ascii("") == "");
}

TEST_CASE("labels that are empty or over 63 bytes are refused") {
  const std::string longest(63, 'a'), longer(64, 'a');
  CHECK(ascii(longest + "." + longest) == longest + "." + longest);
  for (const auto& name : {"a..b"s, "."s, longer + ".test", "é..b"s, ".é"s, longer + ".é"}) {
    INFO(name);
    CHECK(ascii(name) == label_empty_or_too_long);
  }
  CHECK(ascii("x." + longer) == label_too_long);
}

TEST_CASE("UTF-8 that is malformed is not encodable") {
  for (const auto* name :
       {"\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "a\x80"}) {
    CHECK(ascii(name) == host_name_not_encodable);
  }
}

TEST_CASE("punycode of the examples of RFC 3492") {
  CHECK(punycode(U"他们为什么不说中文") == "ihqwcrb4cv8a8dqg056pqjye");
  CHECK(punycode(U"3年b組金八先生") == "3b-ww4c5e180e575a65lsy2b");
  CHECK(punycode(U"-> $1.00 <-") == "-> $1.00 <--");
}
