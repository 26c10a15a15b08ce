// Conversations with a process outside, of which only one side is seen.
#include "engine/transcript/outside.hpp"
#include "tests/catch.hpp"
#include "tests/engine/transcript_stage.hpp"

using namespace parley;
using namespace parley::transcript;

TEST_CASE("a real server's pipelined answers are cut by declared reads", "[transcript]") {
  Stage s;
  s.recorder.served_outside(Protocol::tcp, "redis-server", loopback(6379));
  End* const end = s.connect_outside(6379);
  const auto declared = [&](std::string_view bytes) {
    s.recorder.taken(*end, bytes);
    s.recorder.declared_read(*end);
  };
  s.recorder.sent(*end, "PING\r\nSET k 1\r\nINCR k\r\n");
  declared("+PONG\r\n");
  declared("+OK\r\n");
  declared(":2\r\n");
  s.recorder.sent(*end, "QUIT\r\n");
  declared("+OK\r\n");
  s.recorder.took_eof(*end);
  CHECK(s.text() ==
        "client > redis-server  tcp 127.0.0.1:6379\n"
        "  > \"PING\\r\\n\"\n"
        "  > \"SET k 1\\r\\n\"\n"
        "  > \"INCR k\\r\\n\"\n"
        "  < \"+PONG\\r\\n\"\n"
        "  < \"+OK\\r\\n\"\n"
        "  < \":2\\r\\n\"\n"
        "  > \"QUIT\\r\\n\"\n"
        "  < \"+OK\\r\\n\"\n"
        "  < EOF\n");
}

TEST_CASE("without declared reads, what was read between two sends stands between them", "[transcript]") {
  Stage s;
  End* const end = s.connect_outside(7);
  s.recorder.sent(*end, "a");
  s.recorder.sent(*end, "b");
  s.recorder.taken(*end, "A");
  s.recorder.taken(*end, "B");
  s.recorder.sent(*end, "c");
  s.recorder.taken(*end, "C");
  CHECK(s.text() ==
        "client > -  tcp 127.0.0.1:7\n"
        "  > \"ab\"\n"
        "  < \"AB\"\n"
        "  > \"c\"\n"
        "  < \"C\"\n");
}

TEST_CASE("a client outside begins blocks that come last", "[transcript]") {
  Stage s;
  s.listen(80);
  for (std::uint16_t port : {std::uint16_t{50000}, std::uint16_t{50001}}) {
    End* const end = s.recorder.accepted(Protocol::tcp, s.server, s.fd(), loopback(80), loopback(port));
    s.recorder.taken(*end, "a");
    s.recorder.sent(*end, "A");
    s.recorder.taken(*end, "b");
    s.recorder.sent(*end, "B");
    s.recorder.took_eof(*end);
    s.recorder.closed(*end, {}, 0);
  }
  End* const failed = s.recorder.connecting(Protocol::tcp, s.client, s.fd(), loopback(81));
  s.recorder.connect_failed(*failed, Error::system(ECONNREFUSED));
  const std::string lines = "  > \"a\"\n  < \"A\"\n  > \"b\"\n  < \"B\"\n  > EOF\n  < EOF\n";
  CHECK(s.text() ==
        "client > -  tcp 127.0.0.1:81\n  ! connect ECONNREFUSED\n"
        "- > server  tcp 127.0.0.1:80\n" +
            lines + "-#2 > server  tcp 127.0.0.1:80\n" + lines);
}

TEST_CASE("a port that a client outside had is not taken for its next owner", "[transcript]") {
  Stage s;
  s.listen(80);
  End* const outside = s.recorder.accepted(Protocol::tcp, s.server, s.fd(), loopback(80), loopback(50000));
  s.recorder.took_eof(*outside);
  s.recorder.closed(*outside, {}, 0);
  End* const client = s.recorder.connecting(Protocol::tcp, s.client, s.fd(), loopback(80));
  s.recorder.connected(*client, loopback(50000));
  CHECK(client->peer == nullptr);
  End* const server = s.recorder.accepted(Protocol::tcp, s.server, s.fd(), loopback(80), loopback(50000));
  CHECK(client->peer == server);
}

TEST_CASE("a reset by a process outside is seen by the error", "[transcript]") {
  Stage s;
  End* const end = s.connect_outside(7);
  s.recorder.sent(*end, "a");
  s.recorder.failed(*end, s.client, "recv", "ECONNRESET");
  CHECK(s.text() == "client > -  tcp 127.0.0.1:7\n  > \"a\"\n  < RST\n  ! recv ECONNRESET\n");
}

namespace {

/// A process "redis" that serves port 6379 while it runs, and is the client of everything.
struct Redis final : Outside {
  bool runs = true;
  int asked = 0;
  Role role = -1;
  std::string_view server(Protocol /*protocol*/, const net::Address& address) override {
    ++asked;
    return runs && address.port() == 6379 ? "redis" : "";
  }
  Role client(Protocol /*protocol*/, int /*fd*/, const net::Address& /*local*/,
              const net::Address& /*remote*/) override {
    return role;
  }
};

}  // namespace

TEST_CASE("a process is asked for only where no role serves, and anew at every connect", "[transcript]") {
  Redis redis;
  Stage s;
  s.recorder.set_outside(redis);
  s.listen(80);
  s.recorder.about_to_connect(Protocol::tcp, loopback(80));
  s.connect(80);
  CHECK(redis.asked == 0);
  s.recorder.about_to_connect(Protocol::tcp, loopback(6379));
  redis.runs = false;  // It accepts, and is gone.
  s.connect_outside(6379);
  CHECK(redis.asked == 1);
  s.recorder.about_to_connect(Protocol::tcp, loopback(6379));
  End* const refused = s.recorder.connecting(Protocol::tcp, s.client, s.fd(), loopback(6379));
  s.recorder.connect_failed(*refused, Error::system(ECONNREFUSED));
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n"
        "client#2 > redis  tcp 127.0.0.1:6379\n"
        "client#3 > -  tcp 127.0.0.1:6379\n  ! connect ECONNREFUSED\n");
}

TEST_CASE("a datagram's server is forgotten when its process ends", "[transcript]") {
  Redis redis;
  Stage s;
  s.recorder.set_outside(redis);
  const auto send = [&](std::uint16_t port) {
    s.recorder.datagram_sent(Protocol::udp, s.client, s.fd(), loopback(port), loopback(6379), "a");
  };
  send(50000);
  send(50001);
  CHECK(redis.asked == 1);
  redis.runs = false;
  s.recorder.outside_ended("redis");
  send(50002);
  CHECK(s.text() ==
        "client > redis  udp 127.0.0.1:6379\n  > \"a\"\n"
        "client#2 > redis  udp 127.0.0.1:6379\n  > \"a\"\n"
        "client#3 > -  udp 127.0.0.1:6379\n  > \"a\"\n");
}

TEST_CASE("a client outside is a role like any other where its process is known", "[transcript]") {
  Redis redis;
  Stage s;
  redis.role = s.recorder.declare_role("replica");
  s.recorder.set_outside(redis);
  s.listen(80);
  End* const end = s.recorder.accepted(Protocol::tcp, s.server, s.fd(), loopback(80), loopback(50000));
  s.recorder.taken(*end, "sync");
  s.recorder.datagram_taken(Protocol::udp, s.server, s.fd(), loopback(81), loopback(50001), "ping");
  CHECK(s.text() ==
        "replica > server  tcp 127.0.0.1:80\n  > \"sync\"\n"
        "replica#2 > server  udp 127.0.0.1:81\n  > \"ping\"\n");
}
