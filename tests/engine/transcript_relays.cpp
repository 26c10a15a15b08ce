// Relays: what they are set to do stands in conversations as notes, and what they pass on is told in the
// order of who wrote it.
#include "tests/catch.hpp"
#include "tests/engine/transcript_stage.hpp"

using namespace parley;
using namespace parley::transcript;

namespace {

/// A client, a relay at port 80 and a server at port 81, with a connection through.
struct Relayed : Stage {
  Role relay = recorder.declare_role("relay");
  End* asking = nullptr;
  End* heard = nullptr;
  End* passing = nullptr;
  End* serving = nullptr;

  Relayed() {
    recorder.relays(relay, {"relay: slow"});
    recorder.bound(Protocol::tcp, relay, fd(), loopback(80));
    recorder.bound(Protocol::tcp, server, fd(), loopback(81));
    asking = recorder.connecting(Protocol::tcp, client, fd(), loopback(80));
    recorder.connected(*asking, loopback(40000));
    heard = recorder.accepted(Protocol::tcp, relay, fd(), loopback(80), loopback(40000));
    passing = recorder.connecting(Protocol::tcp, relay, fd(), loopback(81));
    recorder.connected(*passing, loopback(40001));
    serving = recorder.accepted(Protocol::tcp, server, fd(), loopback(81), loopback(40001));
    Recorder::passes_on(*heard->conversation, *passing->conversation);
  }

  /// What the client sent next is passed on to the server.
  void pass_up(std::string_view bytes) {
    recorder.taken(*heard, bytes);
    Recorder::relay_knows(*passing, Recorder::relay_heard(*heard));
    pass(passing, bytes);
  }
};

}  // namespace

TEST_CASE("what a relay passes on is told in the order of its client", "[transcript]") {
  Relayed s;
  s.recorder.sent(*s.asking, "one");
  s.pass_up("one");
  s.pass(s.serving, "ONE");
  s.pass(s.heard, "ONE");
  s.recorder.relay_set(s.relay, s.client, "relay: quick");
  s.recorder.sent(*s.asking, "two");
  s.pass(s.serving, "a word between");  // The client has not taken it: it shows in no order of its own.
  s.pass_up("two");
  CHECK(s.text() ==
        "client > relay  tcp 127.0.0.1:80\n"
        "  # relay: slow\n"
        "  > \"one\"\n"
        "  < \"ONE\"\n"
        "  # relay: quick\n"
        "  > \"two\"\n"
        "relay > server  tcp 127.0.0.1:81\n"
        "  # relay: slow\n"
        "  > \"one\"\n"
        "  < \"ONE\"\n"
        "  # relay: quick\n"
        "  > \"two\"\n"
        "  < \"a word between\"\n");
}

TEST_CASE("a relay asks how far its writer's knowledge reaches", "[transcript]") {
  Relayed s;
  s.recorder.sent(*s.asking, "one");
  CHECK(Recorder::relay_run(*s.heard) > 1'000'000);
  s.pass(s.heard, "early");
  s.recorder.sent(*s.asking, "two");
  CHECK(Recorder::relay_run(*s.heard) == 3);
  s.recorder.taken(*s.heard, "one");
  CHECK(Recorder::relay_heard(*s.heard) == 0);
  s.recorder.taken(*s.heard, "two");
  CHECK(Recorder::relay_heard(*s.heard) == 5);
}

TEST_CASE("calls of a relay that fail are not told", "[transcript]") {
  Relayed s;
  s.recorder.finished(*s.asking, Recorder::Ending::reset);
  s.recorder.failed(*s.heard, s.relay, "recv", "ECONNRESET");
  CHECK(s.heard->took_end);
  CHECK(s.text().find("ECONNRESET") == std::string::npos);
  s.recorder.failed(*s.serving, s.server, "recv", "EIO");
  CHECK(s.text().find("! server recv EIO") != std::string::npos);
}

TEST_CASE("conversations can be left out", "[transcript]") {
  Stage s;
  s.listen(80);
  s.pass(s.connect(80).first, "told");
  const std::size_t before = s.recorder.conversation_count();
  s.pass(s.connect(80).first, "not told");
  s.recorder.leave_out(before);
  s.pass(s.connect(80).first, "told again");
  CHECK(s.text() ==
        "client > server  tcp 127.0.0.1:80\n"
        "  > \"told\"\n"
        "client#2 > server  tcp 127.0.0.1:80\n"
        "  > \"told again\"\n");
}

TEST_CASE("a call that is about no conversation is a block", "[transcript]") {
  Stage s;
  s.recorder.call_failed(s.server, "bind", "EADDRINUSE, made to fail");
  CHECK(s.text() == "server  bind\n  ! bind EADDRINUSE, made to fail\n");
}
