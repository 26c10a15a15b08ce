#include <unistd.h>

#include <string>

#include "engine/runner/channel.hpp"
#include "engine/runner/wire.hpp"
#include "tests/catch.hpp"

namespace parley::runner {
namespace {

Result full_result() {
  Result result;
  result.verdict = Verdict::failed;
  Failure failure;
  failure.kind = Failure::Kind::deadlock;
  failure.message = "all wait";
  failure.role = "client";
  failure.file = "a.lua";
  failure.line = 7;
  failure.compares = true;
  failure.expected = "1";
  failure.actual = "2";
  result.failures = {failure, Failure{}};
  result.skip_reason = "why";
  result.waiting = {{"server", "socket:recv", "a.lua", 3}};
  result.outputs = {{"server", std::string("a\0b", 3)}};
  result.transcript = std::string(100'000, 'x');
  result.kept_directory = "/tmp/kept";
  result.elapsed = std::chrono::milliseconds(12);
  result.goldens = {{"later", golden::State::differs, "client > server\n"}};
  return result;
}

TEST_CASE("a result crosses the wire with everything in it", "[runner]") {
  const std::optional<Message> message = decode(encode(Finished{4, full_result()}));
  REQUIRE(message);
  const auto& finished = std::get<Finished>(*message);
  CHECK(finished.index == 4);
  REQUIRE(finished.result.failures.size() == 2);
  CHECK(finished.result.failures[0].kind == Failure::Kind::deadlock);
  CHECK(finished.result.failures[0].line == 7);
  CHECK(finished.result.failures[0].compares);
  CHECK(finished.result.failures[0].actual == "2");
  CHECK(finished.result.waiting[0].call == "socket:recv");
  CHECK(finished.result.outputs[0].text.size() == 3);
  CHECK(finished.result.transcript.size() == 100'000);
  CHECK(finished.result.kept_directory == "/tmp/kept");
  CHECK(finished.result.elapsed == std::chrono::milliseconds(12));
  REQUIRE(finished.result.goldens.size() == 1);
  CHECK(finished.result.goldens[0].name == "later");
  CHECK(finished.result.goldens[0].state == golden::State::differs);
  CHECK(finished.result.goldens[0].actual == "client > server\n");
}

TEST_CASE("a loaded file and a keeper's report cross the wire", "[runner]") {
  Scenario scenario;
  scenario.name = "echo";
  scenario.tags = {"slow"};
  scenario.covers = {"section 4.2"};
  scenario.required = {"ipv6"};
  scenario.hosts = {{"db.example", "127.0.0.2"}};
  scenario.name_server = true;
  scenario.network = Network::host;
  scenario.group = 3;
  scenario.timeout = std::chrono::seconds(9);
  const auto loaded = std::get<LoadedFile>(*decode(encode(LoadedFile{{scenario}, {{"a.lua", 1, "no"}}})));
  CHECK(loaded.scenarios[0].hosts.at("db.example") == "127.0.0.2");
  CHECK(loaded.scenarios[0].name_server);
  CHECK(loaded.scenarios[0].covers == std::vector<std::string>{"section 4.2"});
  CHECK(loaded.scenarios[0].group == 3);
  CHECK(loaded.scenarios[0].network == Network::host);
  CHECK(loaded.scenarios[0].timeout == std::chrono::seconds(9));
  CHECK(loaded.errors[0].message == "no");
  const world::Ending ending{world::Ending::How::signalled, 11, true, "t", "/k", "full", true};
  const auto read = std::get<world::Ending>(*decode(encode(ending)));
  CHECK(read.how == world::Ending::How::signalled);
  CHECK(read.code == 11);
  CHECK(read.unresponsive);
  CHECK(read.kept_directory == "/k");
  CHECK(read.kept_trouble == "full");
  CHECK(read.stays);
}

TEST_CASE("an errand crosses the wire", "[runner]") {
  const auto whole = std::get<Errand>(*decode(encode(Errand{{3, 70000}, {}})));
  CHECK(whole.members == std::vector<std::uint32_t>{3, 70000});
  CHECK_FALSE(whole.segment);
  CHECK(std::get<Errand>(*decode(encode(Errand{{0}, 0}))).segment == 0U);
}

TEST_CASE("what a role printed crosses the wire", "[runner]") {
  const auto printed = std::get<Printed>(*decode(encode(Printed{3, {"server", std::string("a\0b", 3)}})));
  CHECK(printed.index == 3);
  CHECK(printed.output.role == "server");
  CHECK(printed.output.text.size() == 3);
}

TEST_CASE("a message that is cut short anywhere is no message", "[runner]") {
  Result result = full_result();
  result.transcript = "short";
  const std::string whole = encode(Finished{4, result});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CAPTURE(length);
    REQUIRE_FALSE(decode(std::string_view(whole).substr(0, length)));
  }
  CHECK_FALSE(decode(whole + "x"));
}

TEST_CASE("a message with a wrong byte anywhere is read without harm", "[runner]") {
  const std::string whole = encode(Finished{4, full_result()}).substr(0, 400);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const char byte : {'\xff', '\x7f'}) {
      std::string wrong = whole;
      wrong[i] = byte;
      decode(wrong);
    }
  }
  CHECK_FALSE(decode(std::string(64, '\xff')));
  CHECK_FALSE(decode(""));
}

TEST_CASE("a record whose sender was killed in the middle is dropped, the keeper's after it is read",
          "[runner]") {
  Pipe channel = std::move(*open_channel());
  const std::string record(10'000, 'r');
  REQUIRE(send_record(channel.writing.get(), Sender::script, record));
  std::string pieces(20'000, '\0');
  const ssize_t length = read(channel.reading.get(), pieces.data(), pieces.size());
  REQUIRE(length > 10'000);
  Assembler assembler;
  assembler.feed(std::string_view(pieces).substr(0, 4096));  // The first piece, and no more.
  REQUIRE(send_record(channel.writing.get(), Sender::keeper, "the end"));
  CHECK(drain(channel.reading.get(), assembler));
  CHECK(assembler.next() == "the end");
  CHECK_FALSE(assembler.next());
  channel.writing.reset();
  CHECK_FALSE(drain(channel.reading.get(), assembler));
}

TEST_CASE("records arrive whole however their bytes are cut, and an empty one arrives too", "[runner]") {
  Pipe channel = std::move(*open_channel());
  const std::string record(9'000, 'r');
  REQUIRE(send_record(channel.writing.get(), Sender::script, record));
  REQUIRE(send_record(channel.writing.get(), Sender::script, ""));
  std::string pieces(20'000, '\0');
  pieces.resize(static_cast<std::size_t>(read(channel.reading.get(), pieces.data(), pieces.size())));
  Assembler assembler;
  for (const char byte : pieces) assembler.feed(std::string_view(&byte, 1));
  CHECK(assembler.next() == record);
  CHECK(assembler.next() == "");
}

TEST_CASE("bytes that are no pieces make the assembler deaf, not wrong", "[runner]") {
  Assembler assembler;
  assembler.feed("GET / HTTP/1.1\r\n\r\n");
  CHECK(assembler.deaf());
  CHECK_FALSE(assembler.next());
}

}  // namespace
}  // namespace parley::runner
