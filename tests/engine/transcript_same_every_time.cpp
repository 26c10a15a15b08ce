// One conversation, many ways for the bytes to arrive and for the tasks to take turns: one text.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/engine/transcript_stage.hpp"

using namespace parley;
using namespace parley::transcript;

namespace {

/// A step of a program: send these bytes, read so many in as many receives as it takes, read them as a
/// declared read, read up to EOF, or close.
struct Step {
  enum class What { send, read, declared_read, read_end, close } what;
  std::string bytes;
  std::size_t count = 0;
};

using Program = std::vector<Step>;

Step send(std::string bytes) { return {Step::What::send, std::move(bytes)}; }
Step read(std::size_t count) { return {Step::What::read, {}, count}; }
Step declared_read(std::size_t count) { return {Step::What::declared_read, {}, count}; }
Step read_end() { return {Step::What::read_end, {}}; }
Step close() { return {Step::What::close, {}}; }

/// One end and the program that uses it; `arrived` is what the network holds for it.
struct Player {
  End* end = nullptr;
  Program program;
  std::string arrived;
  bool peer_closed = false;
  std::size_t at = 0;
  std::size_t read = 0;
};

/// Runs two programs against each other, taking turns and cutting receives at random.
class Play {
 public:
  Play(const Program& client, const Program& server, unsigned seed) : random_(seed) {
    stage_.listen(80);
    players_[0].program = client;
    players_[1].program = server;
    const net::Address from = loopback(40000);
    players_[0].end = stage_.recorder.connecting(Protocol::tcp, stage_.client, stage_.fd(), loopback(80));
    stage_.recorder.connected(*players_[0].end, from);
    // The client may run for a while before it is accepted.
    for (auto steps = random_() % 4; steps > 0; --steps) step(players_[0], players_[1]);
    players_[1].end = stage_.recorder.accepted(Protocol::tcp, stage_.server, stage_.fd(), loopback(80), from);
  }

  std::string run() {
    int idle = 0;
    while (idle < 100) {
      const std::size_t who = random_() % 2;
      idle = step(players_[who], players_[1 - who]) ? 0 : idle + 1;
    }
    CHECK(players_[0].at == players_[0].program.size());
    CHECK(players_[1].at == players_[1].program.size());
    return stage_.text();
  }

 private:
  /// Does as much of the player's next step as can be; false where it has to wait.
  bool step(Player& self, Player& other) {
    if (self.at == self.program.size()) return false;
    const Step& now = self.program[self.at];
    switch (now.what) {
      case Step::What::send:
        stage_.recorder.sent(*self.end, now.bytes);
        other.arrived += now.bytes;
        break;
      case Step::What::read:
      case Step::What::declared_read:
        return receive(self, now);
      case Step::What::read_end:
        if (!self.peer_closed || !self.arrived.empty()) return false;
        stage_.recorder.took_eof(*self.end);
        break;
      case Step::What::close:
        stage_.recorder.closed(*self.end, self.arrived, self.arrived.size());
        other.peer_closed = true;
        break;
    }
    ++self.at;
    return true;
  }

  bool receive(Player& self, const Step& now) {
    if (self.arrived.empty()) return false;
    const std::size_t most = std::min(now.count - self.read, self.arrived.size());
    const std::size_t size = 1 + random_() % most;
    stage_.recorder.taken(*self.end, self.arrived.substr(0, size));
    self.arrived.erase(0, size);
    self.read += size;
    if (self.read < now.count) return true;
    if (now.what == Step::What::declared_read) stage_.recorder.declared_read(*self.end);
    self.read = 0;
    ++self.at;
    return true;
  }

  Stage stage_;
  std::mt19937 random_;
  Player players_[2];
};

void check_always(const Program& client, const Program& server, const std::string& lines) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    INFO("seed " << seed);
    REQUIRE(Play(client, server, seed).run() == "client > server  tcp 127.0.0.1:80\n" + lines);
  }
}

}  // namespace

TEST_CASE("turns that wait for each other", "[transcript]") {
  check_always({send("ask"), read(6), send("more"), send("over"), read(3), close()},
               {read(3), send("ans"), send("wer"), read(8), send("end"), read_end(), close()},
               "  > \"ask\"\n  < \"answer\"\n  > \"moreover\"\n  < \"end\"\n  > EOF\n  < EOF\n");
}

TEST_CASE("a greeting that crosses the first question", "[transcript]") {
  check_always(
      {send("EHLO\n"), read(4), read(3), send("QUIT\n"), read(4), read_end(), close()},
      {send("220\n"), read(5), send("OK\n"), read(5), send("BYE\n"), close()},
      "  > \"EHLO\\n\"\n  < \"220\\n\"\n  < \"OK\\n\"\n  > \"QUIT\\n\"\n  < \"BYE\\n\"\n  < EOF\n  > EOF\n");
}

TEST_CASE("pipelined questions, answered one by one", "[transcript]") {
  check_always({send("a\nb\n"), send("c\n"), declared_read(2), declared_read(2), declared_read(2), close()},
               {declared_read(2), send("A\n"), declared_read(2), send("B\n"), declared_read(2), send("C\n"),
                read_end(), close()},
               "  > \"a\\n\"\n  > \"b\\n\"\n  > \"c\\n\"\n  < \"A\\n\"\n  < \"B\\n\"\n  < \"C\\n\"\n  > "
               "EOF\n  < EOF\n");
}

TEST_CASE("both talk at once", "[transcript]") {
  check_always({send("left"), read(5), send("L"), close()}, {send("right"), read(5), read_end(), close()},
               "  > \"left\"\n  < \"right\"\n  > \"L\"\n  > EOF\n  < EOF\n");
}

TEST_CASE("many bytes, of which each reads some and then answers", "[transcript]") {
  const std::string big(10000, 'x');
  check_always({send(big), send(big), read(2), close()}, {read(20000), send("ok"), read_end(), close()},
               "  > \"" + std::string(64, 'x') +
                   "\" ... 20000 bytes, xxh3 745d2f05b33bfb23\n  < \"ok\"\n  > EOF\n  < EOF\n");
}
