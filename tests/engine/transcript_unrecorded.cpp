// A recorder that keeps nothing: what the scheduler, the search for deadlocks and close() ask of it is there.
#include "tests/catch.hpp"
#include "tests/engine/transcript_stage.hpp"

using namespace parley::transcript;

TEST_CASE("of what is not kept, ends know each other and count", "[transcript]") {
  Stage stage;
  stage.recorder.keep_nothing();
  stage.listen(80);
  const auto [a, b] = stage.connect(80);
  REQUIRE(a->peer == b);
  REQUIRE(b->peer == a);
  stage.recorder.sent(*a, "hello");
  CHECK(a->sent == 5);
  CHECK(b->taken == 0);
  stage.recorder.taken(*b, "hel");
  CHECK(b->taken == 3);
  stage.recorder.closed(*b, "lo", 2);
  CHECK(b->finished);
  CHECK(b->fd == -1);
  stage.recorder.failed(*a, stage.client, "recv", "ECONNRESET");
  CHECK(a->took_end);
  CHECK(stage.text().empty());
  CHECK(stage.recorder.blocks().empty());
}

TEST_CASE("ends that are not kept have an end of stream", "[transcript]") {
  Stage stage;
  stage.recorder.keep_nothing();
  const auto [a, b] = stage.recorder.pair(Protocol::unix_stream, stage.client, stage.fd(), stage.fd());
  stage.recorder.finished(*a, Recorder::Ending::eof);
  stage.recorder.took_eof(*b);
  CHECK(a->finished);
  CHECK(b->took_end);
  CHECK(stage.text().empty());
}

TEST_CASE("neither datagrams nor lookups are kept, nor descriptors that pass", "[transcript]") {
  Stage stage;
  Recorder& recorder = stage.recorder;
  recorder.keep_nothing();
  const int one = stage.fd();
  const int other = stage.fd();
  recorder.bound(Protocol::udp, stage.server, other, loopback(53));
  recorder.datagram_sent(Protocol::udp, stage.client, one, loopback(4000), loopback(53), "a");
  recorder.datagram_passed(one, 1);
  recorder.datagram_taken(Protocol::udp, stage.server, other, loopback(53), loopback(4000), "a");
  recorder.datagram_failed(Protocol::udp, stage.client, one, loopback(4000), nullptr, "recv", "ECONNREFUSED");
  recorder.unbound(other);
  recorder.lookup_failed(stage.client, "nobody.test", "getaddrinfo", "EAI_NONAME");
  const auto [a, b] = recorder.pair(Protocol::unix_stream, stage.client, stage.fd(), stage.fd());
  recorder.passes(*a, 1);
  recorder.given(*b, 1);
  recorder.declared_read(*b);
  CHECK(stage.text().empty());
}
