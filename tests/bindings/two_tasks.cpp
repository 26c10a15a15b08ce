// One task reads and another one writes, on one socket at each end: there is one transcript, whoever has a
// turn when. Where the writer waits for the reader, it tells so. Random programs, played in several ways.
#include <random>

#include "tests/bindings/stage.hpp"

using namespace parley;

namespace {

using Random = std::mt19937_64;

constexpr const char* preamble = R"(local socket = require "socket"
local t, kind = ..., %s
local function pair_of(kind)
  if kind == "unix" then return socket.socketpair() end
  local type = kind == "udp" and socket.SOCK_DGRAM or socket.SOCK_STREAM
  local listener, client = socket.socket(socket.AF_INET, type), socket.socket(socket.AF_INET, type)
  listener:bind { "127.0.0.1", 0 }
  if kind == "tcp" then listener:listen() end
  client:connect(listener:getsockname())
  if kind == "tcp" then return client, (listener:accept()) end
  listener:connect(client:getsockname())
  client:send("hello")
  listener:recv(10)
  return client, listener
end

local client, server = pair_of(kind)
local events = {}
local function event(i)
  events[i] = events[i] or t:event()
  return events[i]
end
local function read(s, n)
  if kind == "udp" then return s:recv(100) end
  while n > 0 do n = n - #s:recv(n) end
end
local function end_of(s)
  if kind == "udp" then return end
  while s:recv(100) ~= "" do end
end
local function finish(s)
  if kind ~= "udp" then s:shutdown(socket.SHUT_WR) end
end
)";

std::size_t up_to(Random& random, std::size_t most) { return random() % (most + 1); }

/// The words of one end, a send each.
std::vector<std::string> any_words(Random& random, char first) {
  std::vector<std::string> words(1 + up_to(random, 6));
  for (std::string& word : words) {
    word.assign(1 + up_to(random, 5), first);
    word.back() = up_to(random, 3) == 0 ? '!' : first;
  }
  return words;
}

std::string sends(const std::string& self, const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += "  " + self + ":send(\"" + word + "\")\n";
  return text + "  finish(" + self + ")\n";
}

/// Reads what the words of the other end are, word by word.
std::string reads(const std::string& self, const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += "  read(" + self + ", " + std::to_string(word.size()) + ")\n";
  return text + "  end_of(" + self + ")\n";
}

/// Has the client's writer wait, before some of its sends, for what its reader has read by then.
void synchronize(Random& random, std::string& reader, std::string& writer) {
  std::size_t read = 0;
  std::size_t written = 0;
  for (int i = 0; i < static_cast<int>(up_to(random, 3)); ++i) {
    const auto next_line = [&](std::string& program, std::size_t& from, const std::string& line) {
      for (std::size_t lines = up_to(random, 2); lines > 0 && from != std::string::npos; --lines)
        from = program.find('\n', from + 1);
      if (from == std::string::npos || from + 1 >= program.size()) return false;
      program.insert(from + 1, line);
      from += line.size();
      return true;
    };
    read = std::max<std::size_t>(read, reader.find('\n'));
    written = std::max<std::size_t>(written, writer.find('\n'));
    const std::string number = std::to_string(i);
    if (!next_line(reader, read, "  event(" + number + "):set()\n")) return;
    if (!next_line(writer, written, "  event(" + number + "):wait()\n")) return;
  }
}

std::string any_script(Random& random) {
  static constexpr const char* kinds[] = {"\"tcp\"", "\"unix\"", "\"udp\""};
  std::string text = preamble;
  text.replace(text.find("%s"), 2, kinds[up_to(random, 2)]);
  const std::vector<std::string> asked = any_words(random, 'a');
  const std::vector<std::string> answered = any_words(random, 'B');
  std::string reader = reads("client", answered);
  std::string writer = sends("client", asked);
  synchronize(random, reader, writer);
  return text + "t:run(\"reader\", function()\n" + reader + "end, \"writer\", function()\n" + writer +
         "end, \"server reads\", function()\n" + reads("server", asked) +
         "end, \"server writes\", function()\n" + sends("server", answered) +
         "end)\nclient:close()\nserver:close()\n";
}

}  // namespace

TEST_CASE("a reader and a writer on one socket have one transcript", "[two tasks]") {
  const std::uint64_t first = number_from("PARLEY_SEED", 1);
  const std::uint64_t count = number_from("PARLEY_CONVERSATIONS", 100);
  Stage stage;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    Random random(seed);
    const std::string script = any_script(random);
    const std::string text = stage.play(script, way(seed, 0));
    INFO("seed " << seed << "\n" << script);
    REQUIRE(text.find("failed: ") == std::string::npos);
    for (int i = 1; i < ways; ++i) REQUIRE(stage.play(script, way(seed, i)) == text);
  }
}
