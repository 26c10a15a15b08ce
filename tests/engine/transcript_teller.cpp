// A conversation is told as the one saw it who began it.
#include "tests/catch.hpp"
#include "tests/engine/transcript_stage.hpp"

using namespace parley::transcript;

TEST_CASE("what crossed stands where the initiator took it", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.recorder.sent(*server, "banner");
  s.recorder.sent(*client, "hello, ");
  s.recorder.taken(*client, "banner");
  s.recorder.sent(*client, "world");
  s.recorder.taken(*server, "hello, world");
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  > \"hello, \"\n  < \"banner\"\n  > \"world\"\n");
}

TEST_CASE("who only relays is told in one piece, however its reads are cut", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.recorder.sent(*client, "abcdef");
  for (const char* part : {"ab", "c", "def"}) {
    s.recorder.taken(*server, part);
    s.recorder.sent(*server, part);
  }
  s.recorder.taken(*client, "abcd");
  s.recorder.taken(*client, "ef");
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  > \"abcdef\"\n  < \"abcdef\"\n");
}

TEST_CASE("a byte that was known is told from one that was not", "[transcript]") {
  // Both times the server's byte crosses the client's first one. The second one answers it, or is answered.
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.recorder.sent(*client, "a");
  s.pass(server, "X");
  s.recorder.sent(*client, "b");
  s.recorder.taken(*server, "ab");
  const std::string answers = s.text();
  CHECK(answers == "client > server  tcp 127.0.0.1:80\n  > \"a\"\n  < \"X\"\n  > \"b\"\n");
  auto [second, peer] = s.connect(80);
  s.recorder.sent(*second, "a");
  s.recorder.sent(*second, "b");
  s.recorder.taken(*peer, "ab");
  s.pass(peer, "X");
  CHECK(s.text() == answers + "client#2 > server  tcp 127.0.0.1:80\n  > \"ab\"\n  < \"X\"\n");
}

TEST_CASE("one call sends one thing, whatever was taken while it waited for room", "[transcript]") {
  using Part = Recorder::Part;
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.pass(client, "first half");
  s.pass(server, "x");
  s.recorder.sent(*client, ", second half", Part::rest);
  s.recorder.taken(*server, ", second half");
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  > \"first half, second half\"\n  < \"x\"\n");
}

TEST_CASE("an error before the accept breaks what was sent around it all the same", "[transcript]") {
  Stage s;
  s.listen(80);
  End* const client = s.recorder.connecting(Protocol::tcp, s.client, s.fd(), loopback(80));
  s.recorder.connected(*client, loopback(40000));
  s.recorder.sent(*client, "a");
  s.recorder.failed(*client, s.client, "recv", "timeout");
  s.recorder.sent(*client, "b");
  End* const server = s.recorder.accepted(Protocol::tcp, s.server, s.fd(), loopback(80), loopback(40000));
  s.recorder.taken(*server, "ab");
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  > \"a\"\n  ! recv timeout\n  > \"b\"\n");
}

TEST_CASE("what nobody took stands after what its writer had received", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.pass(client, "a");
  s.pass(server, "X");
  s.recorder.sent(*client, "b");
  s.recorder.sent(*server, "Y");
  s.recorder.taken(*client, "Y");
  s.recorder.sent(*client, "c");
  s.recorder.closed(*server, "bc", 2);
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n"
        "  > \"a\"\n"
        "  < \"X\"\n"
        "  > unread \"b\"\n"
        "  < \"Y\"\n"
        "  > unread \"c\"\n"
        "  < RST\n");
}
