// Descriptors that pass with what is sent (SCM_RIGHTS), in the transcript.
#include "tests/catch.hpp"
#include "tests/engine/transcript_stage.hpp"

using namespace parley;
using namespace parley::transcript;

namespace {

void pass_with(Stage& s, End* from, std::size_t count, std::string_view bytes) {
  s.recorder.passes(*from, count);
  s.pass(from, bytes);
}

}  // namespace

TEST_CASE("descriptors stand before the bytes that they came with, which begin a record", "[transcript]") {
  Stage s;
  s.listen(80);
  auto [client, server] = s.connect(80);
  s.pass(client, "before");
  pass_with(s, client, 2, "with");
  pass_with(s, server, 1, "answer");
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n"
        "  > \"before\"\n"
        "  > 2 descriptors\n"
        "  > \"with\"\n"
        "  < 1 descriptor\n"
        "  < \"answer\"\n");
}

TEST_CASE("what a program outside gave is what it sent", "[transcript]") {
  Stage s;
  End* const client = s.connect_outside(80);
  s.recorder.sent(*client, "ask");
  s.recorder.given(*client, 1);
  s.recorder.taken(*client, "here");
  CHECK(s.text() == "client > -  tcp 127.0.0.1:80\n  > \"ask\"\n  < 1 descriptor\n  < \"here\"\n");
}

TEST_CASE("a message keeps its descriptors, wherever it is received", "[transcript]") {
  Stage s;
  const auto [a, b] = s.recorder.pair(Protocol::unix_dgram, s.client, s.fd(), s.fd());
  s.recorder.sent(*a, "one");
  s.recorder.passes(*a, 1);
  s.recorder.sent(*a, "two");
  s.recorder.taken(*b, "one");
  CHECK(s.text() ==
        "client > client  unix-dgram socketpair\n  > \"one\"\n  > 1 descriptor\n  > unread \"two\"\n");
}

TEST_CASE("descriptors of a datagram stand before it", "[transcript]") {
  Stage s;
  const int fd = s.fd();
  s.recorder.datagram_sent(Protocol::unix_dgram, s.client, fd, at_path("/a"), at_path("/b"), "first");
  s.recorder.datagram_sent(Protocol::unix_dgram, s.client, fd, at_path("/a"), at_path("/b"), "second");
  s.recorder.datagram_passed(fd, 3);
  CHECK(s.text().ends_with("  > \"first\"\n  > 3 descriptors\n  > \"second\"\n"));
}
