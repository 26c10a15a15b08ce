// Who a block is named after, in which order blocks stand, and how addresses are printed.
#include "tests/catch.hpp"
#include "tests/engine/transcript_stage.hpp"

using namespace parley;
using namespace parley::transcript;

namespace {

std::string header_of(Stage& s, Protocol protocol, const net::Address& to) {
  const std::string before = s.text();
  s.recorder.connecting(protocol, s.client, s.fd(), to);
  return s.text().substr(before.size());
}

}  // namespace

TEST_CASE("the transcript of the design page", "[transcript]") {
  Stage s;
  s.listen(63000);
  auto [client, server] = s.connect(63000);
  s.pass(client, "Salut le serveur !");
  s.close_both(client, server);
  End* const refused = s.recorder.connecting(Protocol::tcp, s.client, s.fd(), loopback(63001));
  s.recorder.connect_failed(*refused, Error::system(ECONNREFUSED));
  s.recorder.closed(*refused, {}, 0);
  const int udp_client = s.fd();
  const int udp_server = s.fd();
  s.recorder.bound(Protocol::udp, s.server, udp_server, loopback(12345));
  s.recorder.datagram_sent(Protocol::udp, s.client, udp_client, any_host(40000), loopback(12345),
                           "Hello UDP server");
  s.recorder.datagram_taken(Protocol::udp, s.server, udp_server, loopback(12345), loopback(40000),
                            "Hello UDP server");
  s.recorder.datagram_sent(Protocol::udp, s.server, udp_server, loopback(12345), loopback(40000),
                           "Hello I'm UDP Server");
  s.recorder.datagram_taken(Protocol::udp, s.client, udp_client, any_host(40000), loopback(12345),
                            "Hello I'm UDP Server");
  s.recorder.lookup_failed(s.client, "no-such-host.invalid", "getaddrinfo", "EAI_NONAME");
  CHECK(s.text() == R"(client > server  tcp 127.0.0.1:63000
  > "Salut le serveur !"
  > EOF
  < EOF
client#2 > -  tcp 127.0.0.1:63001
  ! connect ECONNREFUSED
client#3 > server  udp 127.0.0.1:12345
  > "Hello UDP server"
  < "Hello I'm UDP Server"
client#4  resolve "no-such-host.invalid"
  ! getaddrinfo EAI_NONAME
)");
}

TEST_CASE("a connect that failed is a block each time, and no EOF follows it", "[transcript]") {
  Recorder recorder;
  const Role main = recorder.declare_role("main");
  for (int i = 0; i < 2; ++i) {
    End* const end = recorder.connecting(Protocol::tcp, main, 100000, loopback(80));
    recorder.connect_failed(*end, Error::system(ECONNREFUSED));
    recorder.finished(*end, Recorder::Ending::eof);
    recorder.closed(*end, {}, 0);
  }
  End* const slow = recorder.connecting(Protocol::tcp, main, 100000, loopback(81));
  recorder.connect_failed(*slow, Error::text("timed out"));
  CHECK(recorder.text() ==
        "main > -  tcp 127.0.0.1:80\n"
        "  ! connect ECONNREFUSED\n"
        "main#2 > -  tcp 127.0.0.1:80\n"
        "  ! connect ECONNREFUSED\n"
        "main#3 > -  tcp 127.0.0.1:81\n"
        "  ! connect timeout\n");
}

TEST_CASE("blocks stand in the order of the roles, not of time or of accept", "[transcript]") {
  Stage s;
  const Role third = s.recorder.declare_role("third");
  CHECK(s.recorder.declare_role("client") == s.client);
  s.listen(80);
  End* const late = s.recorder.connecting(Protocol::tcp, third, s.fd(), loopback(80));
  End* const first = s.recorder.connecting(Protocol::tcp, s.client, s.fd(), loopback(80));
  End* const second = s.recorder.connecting(Protocol::tcp, s.client, s.fd(), loopback(80));
  s.recorder.connected(*second, loopback(40002));
  s.recorder.connected(*first, loopback(40001));
  s.recorder.connected(*late, loopback(40003));
  for (std::uint16_t port : {std::uint16_t{40003}, std::uint16_t{40002}, std::uint16_t{40001}}) {
    s.recorder.accepted(Protocol::tcp, s.server, s.fd(), loopback(80), loopback(port));
  }
  s.pass(first, "1");
  s.pass(second, "2");
  s.pass(late, "3");
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n  > \"1\"\n"
        "client#2 > server  tcp 127.0.0.1:80\n  > \"2\"\n"
        "third > server  tcp 127.0.0.1:80\n  > \"3\"\n");
}

TEST_CASE("the peer is who accepted, else who made the listener, else nobody", "[transcript]") {
  Stage s;
  const Role acceptor = s.recorder.declare_role("acceptor");
  const int listener = s.fd();
  s.recorder.bound(Protocol::tcp, s.server, listener, any_host(80));
  End* const client = s.recorder.connecting(Protocol::tcp, s.client, s.fd(), loopback(80));
  s.recorder.connected(*client, loopback(40000));
  CHECK(s.text() == "client > server  tcp 127.0.0.1:80\n");
  s.recorder.accepted(Protocol::tcp, acceptor, s.fd(), loopback(80), loopback(40000));
  CHECK(s.text() == "client > acceptor  tcp 127.0.0.1:80\n");
  s.recorder.unbound(listener);
  CHECK(header_of(s, Protocol::tcp, loopback(80)) == "client#2 > -  tcp 127.0.0.1:80\n");
}

TEST_CASE("a port that the kernel chose is a star, until somebody binds it by number", "[transcript]") {
  Stage s;
  const int listener = s.fd();
  s.recorder.bound(Protocol::tcp, s.server, listener, any_host(37113), true);
  CHECK(header_of(s, Protocol::tcp, loopback(37113)) == "client > server  tcp 127.0.0.1:*\n");
  s.recorder.unbound(listener);
  CHECK(header_of(s, Protocol::tcp, loopback(37113)) == "client#2 > -  tcp 127.0.0.1:*\n");
  s.listen(37113);
  CHECK(header_of(s, Protocol::tcp, loopback(37113)) == "client#3 > server  tcp 127.0.0.1:37113\n");
}

TEST_CASE("paths and abstract names stand as they are", "[transcript]") {
  Stage s;
  CHECK(header_of(s, Protocol::unix_stream, at_path("/tmp/x.sock")) == "client > -  unix /tmp/x.sock\n");
  CHECK(header_of(s, Protocol::unix_stream, at_path(std::string_view("\0name", 5))) ==
        "client#2 > -  unix @name\n");
}

TEST_CASE("clients of an AF_UNIX listener are matched in the order in which they connected", "[transcript]") {
  Stage s;
  const net::Address path = at_path("/run/x.sock");
  const int listener = s.fd();
  s.recorder.bound(Protocol::unix_stream, s.server, listener, path);
  End* ends[2];
  for (End*& end : ends) {
    end = s.recorder.connecting(Protocol::unix_stream, s.client, s.fd(), path);
    s.recorder.connected(*end, at_path(""));
  }
  for (End* end : ends) {
    CHECK(s.recorder.accepted(Protocol::unix_stream, s.server, s.fd(), path, at_path("")) == end->peer);
    REQUIRE(end->peer);
  }
  CHECK(ends[0]->peer != ends[1]->peer);
  // What a listener did not accept dies with it.
  End* const lost = s.recorder.connecting(Protocol::unix_stream, s.client, s.fd(), path);
  s.recorder.connected(*lost, at_path(""));
  s.recorder.unbound(listener);
  s.recorder.bound(Protocol::unix_stream, s.server, listener, path);
  CHECK(s.recorder.accepted(Protocol::unix_stream, s.server, s.fd(), path, at_path(""))->peer == nullptr);
}
