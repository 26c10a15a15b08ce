// Which answer a name has: turns, CNAMEs, names.
#include "engine/dns/name.hpp"
#include "engine/dns/zone.hpp"
#include "tests/catch.hpp"

namespace parley::dns {
namespace {

Answer records(std::vector<Record> list) {
  Answer answer;
  answer.records = std::move(list);
  return answer;
}

Answer failing(Code code) {
  Answer answer;
  answer.code = code;
  return answer;
}

Answer asking() {
  Answer answer;
  answer.asks = true;
  return answer;
}

TEST_CASE("answers are given in turn, for each type of record, and the last one stays", "[dns]") {
  Zone zone;
  zone.set("a.test", {failing(Code::refused), records({{"A", "127.0.0.2", 1}})});
  CHECK(zone.answer("a.test", "A").code == Code::refused);
  CHECK(zone.answer("a.test", "A").records.size() == 1);
  CHECK(zone.answer("a.test", "AAAA").code == Code::refused);
  CHECK(zone.answer("a.test", "A").records.size() == 1);
}

TEST_CASE("delays and flaws along a chain of CNAMEs add up", "[dns]") {
  Zone zone;
  Answer link = records({{"CNAME", "B.test.", 1}});
  link.delay = std::chrono::milliseconds(20);
  link.truncated = true;
  Answer end = records({{"A", "127.0.0.2", 1}});
  end.delay = std::chrono::milliseconds(30);
  end.malformed = Malformation::cut_short;
  zone.set("a.test", {link});
  zone.set("b.test", {end});
  const Response response = zone.answer("a.test", "A");
  REQUIRE(response.records.size() == 2);
  CHECK(response.records[1].owner == "b.test");
  CHECK(response.delay == std::chrono::milliseconds(50));
  CHECK(response.truncated);
  CHECK(response.malformed == Malformation::cut_short);
}

TEST_CASE("a chain of CNAMEs that never ends is a failure of the server, also where the script answers",
          "[dns]") {
  Zone zone;
  zone.set("a.test", {records({{"CNAME", "b.test.", 1}})});
  zone.set("b.test", {records({{"CNAME", "a.test.", 1}})});
  CHECK(zone.answer("a.test", "A").code == Code::server_failure);
  zone.set("lua.test", {asking()});
  Response response = zone.answer("lua.test", "A");
  int questions = 0;
  for (; !response.asked.empty() && questions < 100; ++questions) {
    zone.go_on(response, records({{"CNAME", "lua.test.", 1}}), "A");
  }
  CHECK(questions < 20);
  CHECK(response.code == Code::server_failure);
}

TEST_CASE("the names of a zone", "[dns]") {
  const auto name = [](const char* text) {
    const auto result = zone_name(text);
    return result.ok() ? result.value() : std::string("! ") + result.error().message();
  };
  CHECK(name("WWW.Example.Test.") == "www.example.test");
  CHECK(name("_sip._tcp.example.test") == "_sip._tcp.example.test");
  CHECK(name("h\xc3\xb4te.test") == "xn--hte-kna.test");
  CHECK(name("127.0.0.2") == "2.0.0.127.in-addr.arpa");
  CHECK(name("fe80::1") == "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.e.f.ip6.arpa");
  CHECK(name("") == "! a name has no empty label");
  CHECK(name("a..b") == "! a name has no empty label");
  CHECK(name("a b") == "! a name is made of letters, digits, '-', '_', '*' and dots");
  CHECK(name(std::string(64, 'a').c_str()) == "! a label of a name has at most 63 bytes");
  std::string longest;
  for (int i = 0; i < 127; ++i) longest += "a.";
  CHECK(name(longest.c_str()).size() == 253);
  CHECK(name(("b" + longest).c_str()) == "! a name has at most 253 bytes");
}

}  // namespace
}  // namespace parley::dns
