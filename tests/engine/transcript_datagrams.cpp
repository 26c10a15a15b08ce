// The rules of datagrams: one a line, a conversation for every pair of sockets.
#include "tests/catch.hpp"
#include "tests/engine/transcript_stage.hpp"

using namespace parley;
using namespace parley::transcript;

namespace {

/// UDP sockets of a client, which has a port from the kernel, and of a server.
struct UdpStage : Stage {
  int a = fd();
  int b = fd();
  net::Address from = any_host(40000);
  net::Address to = loopback(53);

  UdpStage() { recorder.bound(Protocol::udp, client, b, to); }  // by another role than the one that receives

  void ask(std::string_view bytes) { recorder.datagram_sent(Protocol::udp, client, a, from, to, bytes); }
  void take(std::string_view bytes) {
    recorder.datagram_taken(Protocol::udp, server, b, to, loopback(40000), bytes);
  }
  void answer(std::string_view bytes) {
    recorder.datagram_sent(Protocol::udp, server, b, to, loopback(40000), bytes);
  }
  void take_answer(std::string_view bytes) {
    recorder.datagram_taken(Protocol::udp, client, a, from, to, bytes);
  }
};

}  // namespace

TEST_CASE("datagrams are never merged, and what nobody received is marked", "[transcript]") {
  UdpStage s;
  s.ask("one\nline");
  s.ask("");
  s.ask("lost");
  s.ask("three");
  CHECK(s.text().substr(0, 36) == "client > client  udp 127.0.0.1:53\n  ");
  s.take("one\nline");
  s.take("");
  s.take("three");
  CHECK(s.text() ==
        "client > server  udp 127.0.0.1:53\n"
        "  > \"one\\nline\"\n"
        "  > \"\"\n"
        "  > unread \"lost\"\n"
        "  > \"three\"\n");
}

TEST_CASE("answers stand after what they answer", "[transcript]") {
  UdpStage s;
  s.ask("1");
  s.take("1");
  s.answer("I");
  s.take_answer("I");
  s.ask("2");
  s.take("2");
  s.answer("II");
  s.recorder.datagram_failed(Protocol::udp, s.client, s.a, s.from, nullptr, "recvfrom", "timeout");
  CHECK(s.text() ==
        "client > server  udp 127.0.0.1:53\n"
        "  > \"1\"\n"
        "  < \"I\"\n"
        "  > \"2\"\n"
        "  ! recvfrom timeout\n"
        "  < unread \"II\"\n");
}

TEST_CASE("equal datagrams are taken one by one, in order", "[transcript]") {
  UdpStage s;
  s.ask("x");
  s.ask("x");
  s.take("x");
  CHECK(s.text() == "client > server  udp 127.0.0.1:53\n  > \"x\"\n  > unread \"x\"\n");
}

TEST_CASE("a datagram received into too small a buffer is the one that was sent", "[transcript]") {
  UdpStage s;
  s.ask("long one");
  s.take("long");
  CHECK(s.text() == "client > server  udp 127.0.0.1:53\n  > \"long one\"\n");
}

TEST_CASE("a datagram of more than 4 KiB is shown by its beginning, and told from its like by its hash",
          "[transcript]") {
  UdpStage s;
  s.ask(std::string(5000, 'a') + "1");
  s.ask(std::string(5000, 'a') + "2");
  s.ask(std::string(5000, '\0'));
  s.take(std::string(5000, 'a') + "2");
  s.take(std::string(5000, '\0'));
  const std::string start = "\"" + std::string(64, 'a') + "\" ... 5001 bytes, xxh3 ";
  CHECK(s.text() ==
        "client > server  udp 127.0.0.1:53\n  > unread " + start + "098c9d57fc2dd746\n  > " + start +
            "c43ab50be34dc5fa\n"
            "  > 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ... 5000 bytes, xxh3 95929931b75a6d9f\n");
}

TEST_CASE("two sockets that write to one address have a conversation each", "[transcript]") {
  UdpStage s;
  s.ask("1");
  s.recorder.datagram_sent(Protocol::udp, s.client, s.fd(), any_host(40001), s.to, "2");
  s.take("1");
  s.recorder.datagram_taken(Protocol::udp, s.server, s.b, s.to, loopback(40001), "2");
  s.recorder.datagram_sent(Protocol::udp, s.server, s.b, s.to, loopback(40001), "II");
  CHECK(s.text() ==
        "client > server  udp 127.0.0.1:53\n"
        "  > \"1\"\n"
        "client#2 > server  udp 127.0.0.1:53\n"
        "  > \"2\"\n"
        "  < unread \"II\"\n");
}

TEST_CASE("a socket with the number of a closed one is another socket", "[transcript]") {
  UdpStage s;
  s.ask("1");
  s.take("1");
  s.recorder.unbound(s.a);
  s.ask("2");
  s.take("2");
  CHECK(s.text() ==
        "client > server  udp 127.0.0.1:53\n  > \"1\"\n"
        "client#2 > server  udp 127.0.0.1:53\n  > \"2\"\n");
}

TEST_CASE("a datagram from outside is recorded when it is received", "[transcript]") {
  UdpStage s;
  s.take("who is there");
  s.answer("me");
  CHECK(s.text() == "- > server  udp 127.0.0.1:53\n  > \"who is there\"\n  < \"me\"\n");
}

TEST_CASE("to a process outside nothing counts as unread", "[transcript]") {
  Stage s;
  const int socket = s.fd();
  s.recorder.served_outside(Protocol::udp, "named", loopback(53));
  s.recorder.datagram_sent(Protocol::udp, s.client, socket, any_host(40000), loopback(53), "q");
  s.recorder.datagram_taken(Protocol::udp, s.client, socket, any_host(40000), loopback(53), "a");
  CHECK(s.text() == "client > named  udp 127.0.0.1:53\n  > \"q\"\n  < \"a\"\n");
}

TEST_CASE("a receive that fails before anything was said is a block without a peer", "[transcript]") {
  UdpStage s;
  s.recorder.datagram_failed(Protocol::udp, s.server, s.b, s.to, nullptr, "recvfrom", "timeout");
  CHECK(s.text() == "server  udp 127.0.0.1:53\n  ! recvfrom timeout\n");
}

TEST_CASE("one datagram to a group may be received by many", "[transcript]") {
  Stage s;
  const net::Address group = net::Address::ipv4(0xe0000001, 5000);
  s.recorder.datagram_sent(Protocol::udp, s.client, s.fd(), any_host(40000), group, "all");
  s.recorder.datagram_taken(Protocol::udp, s.server, s.fd(), any_host(5000), loopback(40000), "all");
  s.recorder.datagram_taken(Protocol::udp, s.server, s.fd(), any_host(5000), loopback(40000), "all");
  CHECK(s.text() == "client > server  udp 224.0.0.1:5000\n  > \"all\"\n");
}

TEST_CASE("AF_UNIX datagrams of sockets without a name find their receiver", "[transcript]") {
  Stage s;
  const net::Address path = at_path("/run/log");
  const int log = s.fd();
  s.recorder.bound(Protocol::unix_dgram, s.server, log, path);
  s.recorder.datagram_sent(Protocol::unix_dgram, s.client, s.fd(), at_path(""), path, "first");
  s.recorder.datagram_sent(Protocol::unix_dgram, s.client, s.fd(), at_path(""), path, "second");
  s.recorder.datagram_taken(Protocol::unix_dgram, s.server, log, path, at_path(""), "first");
  s.recorder.datagram_taken(Protocol::unix_dgram, s.server, log, path, at_path(""), "second");
  CHECK(s.text() ==
        "client > server  unix-dgram /run/log\n  > \"first\"\n"
        "client#2 > server  unix-dgram /run/log\n  > \"second\"\n");
}

TEST_CASE("a socket that writes to itself has one half", "[transcript]") {
  Stage s;
  const int self = s.fd();
  s.recorder.bound(Protocol::udp, s.client, self, loopback(7000));
  s.recorder.datagram_sent(Protocol::udp, s.client, self, loopback(7000), loopback(7000), "me");
  s.recorder.datagram_taken(Protocol::udp, s.client, self, loopback(7000), loopback(7000), "me");
  CHECK(s.text() == "client > client  udp 127.0.0.1:7000\n  > \"me\"\n");
}
