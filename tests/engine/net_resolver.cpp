// getaddrinfo and its kin, for questions that need no name server: numbers, localhost, errors, and the
// databases of the system.
#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <string>

#include "engine/net/database.hpp"
#include "engine/net/host_entry.hpp"
#include "engine/net/idna.hpp"
#include "engine/net/resolver.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::net;

namespace {

std::string first_address(std::optional<std::string_view> host, std::optional<std::string_view> service,
                          LookupHints hints = {.type = SOCK_STREAM}) {
  const auto found = address_info(host, service, hints);
  return found ? found.value().front().address.to_string() : found.error().to_string();
}

std::string text(const Result<std::string>& result) {
  return result.ok() ? result.value() : result.error().to_string();
}

}  // namespace

TEST_CASE("a number has three answers, or one of the type asked for") {
  const auto all = address_info("127.0.0.1", "80", {});
  REQUIRE(all);
  REQUIRE(all.value().size() == 3);
  CHECK(all.value()[0].protocol == IPPROTO_TCP);
  CHECK(all.value()[1].type == SOCK_DGRAM);
  CHECK(all.value()[2].protocol == 0);
  CHECK(all.value()[0].canonical_name.empty());
  CHECK(address_info("127.0.0.1", "80", {.type = SOCK_STREAM}).value().size() == 1);
}

TEST_CASE("host and service may each be missing, but not both") {
  CHECK(first_address("127.0.0.1", std::nullopt) == "127.0.0.1:0");
  CHECK(first_address(std::nullopt, "80", {.family = AF_INET}) == "127.0.0.1:80");
  CHECK(first_address(std::nullopt, "80", {.family = AF_INET, .flags = AI_PASSIVE}) == "0.0.0.0:80");
  CHECK(first_address(std::nullopt, std::nullopt) == "[Errno -2] Name or service not known");
}

TEST_CASE("ports beyond their range are glibc's business") {
  CHECK(first_address("127.0.0.1", "70000") == "127.0.0.1:4464");
  CHECK(first_address("127.0.0.1", "-1") == "[Errno -8] Servname not supported for ai_socktype");
}

TEST_CASE("what the resolver refuses carries its code") {
  CHECK(address_info("127.0.0.1", "80", {.family = 9999}).error().code() == EAI_FAMILY);
  CHECK(address_info("127.0.0.1", "80", {.family = AF_INET6}).error().code() == EAI_ADDRFAMILY);
  CHECK(address_info("127.0.0.1", "80", {.flags = 0x7fffff00}).error().code() == EAI_BADFLAGS);
  CHECK(address_info("127.0.0.1", "80", {.flags = 0x7fffff00}).error().domain() == Error::Domain::resolver);
}

TEST_CASE("a zone becomes a scope") {
  CHECK(first_address("fe80::1%lo", "80") == "[fe80::1%lo]:80");
  CHECK(first_address("fe80::1%1", "80") == "[fe80::1%lo]:80");
  CHECK(first_address("127.0.0.1", "80", {.family = AF_INET6, .type = SOCK_STREAM, .flags = AI_V4MAPPED}) ==
        "[::ffff:127.0.0.1]:80");
}

TEST_CASE("names that cannot be asked for never reach the resolver") {
  CHECK(first_address("a..b", "80") == label_empty_or_too_long);
  CHECK(first_address(std::string(64, 'a') + ".test", "80") == label_empty_or_too_long);
  CHECK(first_address(std::string_view("localhost\0evil", 14), "80") == host_name_with_nul);
  CHECK(text(ipv4_of_host("a..b")) == label_empty_or_too_long);
}

TEST_CASE("gethostbyname gives an IPv4 address as text") {
  CHECK(text(ipv4_of_host("127.0.0.1")) == "127.0.0.1");
  CHECK(text(ipv4_of_host("localhost")) == "127.0.0.1");
  CHECK(text(ipv4_of_host("")) == "0.0.0.0");
  CHECK(text(ipv4_of_host("<broadcast>")) == "255.255.255.255");
  CHECK(text(ipv4_of_host("::1")) == "[Errno -9] Address family for hostname not supported");
}

TEST_CASE("getnameinfo takes a numeric address and prints it in numbers") {
  const Result<Address> address = numeric_address("fe80::1%lo", 80);
  REQUIRE(address);
  const Result<NameInfo> info = name_info(address.value(), NI_NUMERICHOST | NI_NUMERICSERV);
  REQUIRE(info);
  CHECK(info.value().host == "fe80::1%lo");
  CHECK(info.value().service == "80");
  CHECK(numeric_address("localhost", 80).error().code() == EAI_NONAME);
}

TEST_CASE("localhost is known with its entry, both ways") {
  const HostLookup by_name = host_entry_by_name("127.0.0.1");
  REQUIRE(by_name.ok());
  CHECK(by_name.entry.addresses == std::vector<std::string>{"127.0.0.1"});
  const HostLookup by_address = host_entry_by_address("127.0.0.1");
  REQUIRE(by_address.ok());
  CHECK(by_address.entry.name.starts_with("localhost"));
  CHECK(host_entry_by_address("::1%nosuchif").error.code() == EAI_NONAME);
  CHECK(std::string(host_error_message(1)) == "Unknown host");
}

TEST_CASE("a full name is found backwards, or is the name itself") {
  CHECK(full_host_name("127.0.0.1").starts_with("localhost"));
  CHECK(full_host_name("a..b") == "a..b");
}

TEST_CASE("services and protocols are known by name and by number") {
  CHECK(service_port("http", nullptr).value() == 80);
  CHECK(service_name(53, "udp").value() == "domain");
  CHECK(service_port("ntp", "tcp").error().to_string() == "service/proto not found");
  CHECK(text(service_name(1, "nosuchproto")) == "port/proto not found");
  CHECK(protocol_number("TCP").value() == IPPROTO_TCP);
  CHECK(protocol_number("nosuchproto").error().to_string() == "protocol not found");
}

TEST_CASE("the loopback interface is known both ways") {
  const unsigned index = interface_index("lo").value();
  CHECK(interface_name(index).value() == "lo");
  const auto all = interfaces();
  REQUIRE(all);
  CHECK(std::any_of(all.value().begin(), all.value().end(),
                    [&](const Interface& each) { return each.index == index && each.name == "lo"; }));
  CHECK(interface_index("nosuchif").error().to_string() == "no interface with this name");
  CHECK(interface_name(999999).error().is_system(ENXIO));
}
