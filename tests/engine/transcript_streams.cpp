// The rules of a stream's transcript: halves, breaks, causal order, ends, errors.
#include <sys/socket.h>

#include "engine/base/descriptor.hpp"
#include "tests/catch.hpp"
#include "tests/engine/transcript_stage.hpp"

using namespace parley;
using namespace parley::transcript;

TEST_CASE("an echo is a line each way and two ends", "[transcript]") {
  Stage s;
  s.listen(65432);
  auto [client, server] = s.connect(65432);
  s.pass(client, "Hello World");
  s.pass(server, "Hello World");
  s.close_both(client, server);
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:65432\n"
        "  > \"Hello World\"\n"
        "  < \"Hello World\"\n"
        "  > EOF\n"
        "  < EOF\n");
}

TEST_CASE("a transcript of nothing is empty", "[transcript]") {
  Stage s;
  CHECK(s.text().empty());
}

TEST_CASE("bytes sent before the server accepts are recorded once, when it takes them", "[transcript]") {
  Stage s;
  s.listen(80);
  End* const client = s.recorder.connecting(Protocol::tcp, s.client, s.fd(), loopback(80));
  s.recorder.connected(*client, loopback(40000));
  s.recorder.sent(*client, "Hello");
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  > unread \"Hello\"\n");
  End* const server = s.recorder.accepted(Protocol::tcp, s.server, s.fd(), loopback(80), loopback(40000));
  s.recorder.taken(*server, "Hel");
  s.recorder.taken(*server, "lo");
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  > \"Hello\"\n");
}

TEST_CASE("an accept may be told before the connect", "[transcript]") {
  Stage s;
  s.listen(80);
  End* const client = s.recorder.connecting(Protocol::tcp, s.client, s.fd(), loopback(80));
  End* const server = s.recorder.accepted(Protocol::tcp, s.server, s.fd(), loopback(80), loopback(40000));
  s.recorder.sent(*server, "banner");
  s.recorder.connected(*client, loopback(40000));
  CHECK(client->peer == server);
  CHECK(server->peer == client);
  s.recorder.taken(*client, "banner");
  s.pass(client, "hello");
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  < \"banner\"\n  > \"hello\"\n");
}

TEST_CASE("what was said before the connect was told is kept", "[transcript]") {
  Stage s;
  s.listen(80);
  End* const client = s.recorder.connecting(Protocol::tcp, s.client, s.fd(), loopback(80));
  s.recorder.sent(*client, "hello");
  End* const server = s.recorder.accepted(Protocol::tcp, s.server, s.fd(), loopback(80), loopback(40000));
  s.recorder.taken(*server, "hel");
  s.recorder.connected(*client, loopback(40000));
  s.recorder.taken(*server, "lo");
  s.pass(server, "x");
  s.pass(client, "again");
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  > \"hello\"\n  < \"x\"\n  > \"again\"\n");
}

TEST_CASE("sends without an answer in between are one piece, however they are cut", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.pass(client, "a");
  s.pass(client, "bc");
  s.pass(server, "x");
  s.pass(client, "d");
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  > \"abc\"\n  < \"x\"\n  > \"d\"\n");
}

TEST_CASE("pipelined requests are in order with their answers", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.recorder.sent(*client, "one\n");
  s.recorder.sent(*client, "two\n");
  s.recorder.taken(*server, "one\n");
  s.pass(server, "1\n");
  s.recorder.taken(*server, "two\n");
  s.pass(server, "2\n");
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n"
        "  > \"one\\n\"\n"
        "  > \"two\\n\"\n"
        "  < \"1\\n\"\n"
        "  < \"2\\n\"\n");
}

TEST_CASE("each line of a piece stands after what its writer had received", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.recorder.sent(*server, "ready\n");  // before it took anything: what follows is no new turn of the client
  s.recorder.sent(*client, "one\n");
  s.recorder.taken(*client, "ready\n");
  s.recorder.sent(*client, "two\n");
  s.recorder.taken(*server, "one\ntwo\n");
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n"
        "  > \"one\\n\"\n"
        "  < \"ready\\n\"\n"
        "  > \"two\\n\"\n");
}

TEST_CASE("a declared read cuts the half that it reads", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.recorder.sent(*client, "headbody");
  s.recorder.taken(*server, "head");
  s.recorder.declared_read(*server);
  s.recorder.taken(*server, "body");
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  > \"head\"\n  > \"body\"\n");
}

TEST_CASE("bytes that nobody took are marked, and close makes a reset of them", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.recorder.sent(*client, "read, and not\nread\n");
  s.recorder.taken(*server, "read, ");
  s.recorder.closed(*server, "and not\nread\n", 13);
  s.recorder.failed(*client, s.client, "recv", "ECONNRESET");
  s.recorder.closed(*client, {}, 0);
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n"
        "  > \"read, \"\n"
        "  > unread \"and not\\n\"\n"
        "  > unread \"read\\n\"\n"
        "  < RST\n"
        "  ! recv ECONNRESET\n"
        "  > EOF\n");
}

TEST_CASE("unread bytes of which the content is not known are counted", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.recorder.sent(*client, "abc");
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  > unread 3 bytes\n");
  s.recorder.sent(*client, std::string(9997, 'a'));
  s.recorder.closed(*server, "abc" + std::string(4093, 'a'), 10000);
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n"
        "  > unread \"abc" +
            std::string(61, 'a') +
            "\" ... 10000 bytes\n"
            "  < RST\n");
}

TEST_CASE("EOF stands where an end finished writing, and the other half goes on", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.pass(client, "question");
  s.recorder.finished(*client, Recorder::Ending::eof);
  s.recorder.took_eof(*server);
  s.pass(server, "answer");
  s.recorder.closed(*server, {}, 0);
  s.recorder.took_eof(*client);
  s.recorder.closed(*client, {}, 0);
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n"
        "  > \"question\"\n"
        "  > EOF\n"
        "  < \"answer\"\n"
        "  < EOF\n");
}

TEST_CASE("the server's EOF may come first", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.pass(server, "bye");
  s.recorder.closed(*server, {}, 0);
  s.recorder.took_eof(*client);
  s.recorder.closed(*client, {}, 0);
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  < \"bye\"\n  < EOF\n  > EOF\n");
}

TEST_CASE("an error stands where it happened, and equal timeouts are one", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.pass(client, "a");
  s.recorder.failed(*client, s.client, "recv", "timeout");
  s.recorder.failed(*client, s.client, "recv", "timeout");
  s.pass(client, "b");
  s.pass(server, "x");
  s.recorder.failed(*client, s.client, "recv", "timeout");
  s.recorder.failed(*server, s.server, "recv", "timeout");
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n"
        "  > \"a\"\n"
        "  ! recv timeout\n"
        "  > \"b\"\n"
        "  < \"x\"\n"
        "  ! recv timeout\n"
        "  ! server recv timeout\n");
}

TEST_CASE("binary data is a dump, and its further lines have no arrow", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.pass(client, std::string(18, '\0') + '\n');
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n"
        "  > 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
        "    00 00 0a\n");
}

TEST_CASE("a piece of 4 KiB is shown whole, a longer one by its beginning, length and hash", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.pass(client, std::string(4095, 'a') + '\n');
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n  > \"" + std::string(4095, 'a') + "\\n\"\n");
  s.pass(client, "b");
  const std::string once = s.text();
  CHECK(once == "client > server  tcp 127.0.0.1:80\n  > \"" + std::string(64, 'a') +
                    "\" ... 4097 bytes, xxh3 b304487f38d439eb\n");
  CHECK(s.text() == once);  // Asking disturbs nothing.

  // The same bytes in other parts have the same hash, also when something has followed them.
  auto [second, peer] = s.connect(80);
  const std::string whole = std::string(4095, 'a') + "\nb";
  s.recorder.sent(*second, whole);
  for (std::size_t i = 0; i < whole.size(); i += 7)
    s.recorder.taken(*peer, std::string_view(whole).substr(i, 7));
  s.pass(peer, "x");
  s.pass(second, "c");
  CHECK(s.text() == once + "client#2 > server  tcp 127.0.0.1:80\n  > \"" + std::string(64, 'a') +
                        "\" ... 4097 bytes, xxh3 b304487f38d439eb\n  < \"x\"\n  > \"c\"\n");
}

TEST_CASE("messages of a seqpacket socket keep their boundaries", "[transcript]") {
  Stage s;
  s.recorder.bound(Protocol::unix_seqpacket, s.server, s.fd(), at_path("/run/s.sock"));
  End* const client =
      s.recorder.connecting(Protocol::unix_seqpacket, s.client, s.fd(), at_path("/run/s.sock"));
  s.recorder.connected(*client, at_path(""));
  s.recorder.sent(*client, "one");
  s.recorder.sent(*client, "two\nthree");
  End* const server =
      s.recorder.accepted(Protocol::unix_seqpacket, s.server, s.fd(), at_path("/run/s.sock"), at_path(""));
  s.recorder.taken(*server, "one");
  s.pass(server, "");
  CHECK(s.text() ==
        "client > server  unix-seqpacket /run/s.sock\n"
        "  > \"one\"\n"
        "  > unread \"two\\nthree\"\n"
        "  < \"\"\n");
}

TEST_CASE("a socket pair needs no addresses", "[transcript]") {
  Stage s;
  auto [a, b] = s.recorder.pair(Protocol::unix_stream, s.client, s.fd(), s.fd());
  s.pass(a, "ping");
  s.pass(b, "pong");
  s.recorder.closed(*a, {}, 0);
  s.recorder.closed(*b, {}, 0);
  CHECK(s.text() == "client > client  unix socketpair\n  > \"ping\"\n  < \"pong\"\n  > EOF\n  < EOF\n");
}

TEST_CASE("what a live socket holds unread is shown, and stays there", "[transcript]") {
  int fds[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
  const Descriptor first(fds[0]);
  const Descriptor second(fds[1]);
  Stage s;
  auto [a, b] = s.recorder.pair(Protocol::unix_stream, s.client, first.get(), second.get());
  REQUIRE(send(first.get(), "one\ntwo", 7, 0) == 7);
  s.recorder.sent(*a, "one\ntwo");
  const std::string text = "client > client  unix socketpair\n  > unread \"one\\n\"\n  > unread \"two\"\n";
  CHECK(s.text() == text);
  CHECK(s.text() == text);
  char buffer[16];
  CHECK(recv(second.get(), buffer, sizeof buffer, 0) == 7);
}
