// What a scenario leaves open is closed at its end, and what it may take is bounded: watched in the test's
// process.
#include "tests/bindings/in_process.hpp"
#include "tests/catch.hpp"

using namespace parley;

namespace {

/// Plays a scenario with this body.
runner::Result played(const std::string& body, std::size_t memory = memory_cap) {
  const Folder folder;
  const std::string path = folder.write(
      "it.lua", "local socket = require 'socket'\nscenario('it', function(t)\n" + body + "\nend)\n");
  InProcess process(folder, memory);
  REQUIRE(process.load(path));
  return process.play_it();
}

}  // namespace

TEST_CASE("every descriptor of a scenario is closed with it, whoever forgot it", "[leaks]") {
  const std::ptrdiff_t before = open_descriptors();
  for (const char* body : {
           "kept = nil local s = socket.socket() s:listen()",
           "rawset(_G, 'kept', { socket.socketpair() })",
           "for i = 1, 20 do socket.socket() end collectgarbage()",
           "socket.socket():detach()",
           "local _, b = socket.socketpair() t:background('b', function() local c <close> = b c:recv(1) end)",
           "local a = socket.socketpair() t:spawn('a', function() a:recv(1) end):cancel()",
           "local s = socket.socket() error('with one open')",
       }) {
    INFO(body);
    played(body);
    CHECK(open_descriptors() == before);
  }
}

TEST_CASE("a scenario that allocates without end fails, and says where", "[allocator]") {
  const runner::Result result =
      played("local all = {}\nwhile true do all[#all + 1] = ('x'):rep(100000) .. #all end", 8'000'000);
  REQUIRE(result.failures.size() == 1);
  CHECK(result.failures[0].message == "not enough memory");
  CHECK(result.failures[0].line == 4);
}

TEST_CASE("the allocator counts what is used, caps it, and lets nothing fail that shrinks", "[allocator]") {
  Allocator allocator(100);
  const auto ask = [&](void* block, std::size_t old_size, std::size_t new_size) {
    return Allocator::allocate(&allocator, block, old_size, new_size);
  };
  void* block = ask(nullptr, 7 /* a kind of object */, 60);
  REQUIRE(block != nullptr);
  CHECK(allocator.used() == 60);
  CHECK(ask(nullptr, 0, 41) == nullptr);
  CHECK(ask(block, 60, 101) == nullptr);
  CHECK(allocator.used() == 60);
  allocator.fail_from(1);
  CHECK(ask(nullptr, 0, 1) == nullptr);
  block = ask(block, 60, 10);
  REQUIRE(block != nullptr);
  CHECK(allocator.used() == 10);
  CHECK(ask(block, 10, 0) == nullptr);
  CHECK(allocator.used() == 0);
  CHECK(allocator.requests() == 4);
}
