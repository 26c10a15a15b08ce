// What a diagram has of what happened: who stands in it, and which arrows there are.
#include "engine/diagram/diagram.hpp"
#include "tests/catch.hpp"
#include "tests/engine/diagram_events.hpp"

namespace parley::diagram {
namespace {

using Kind = transcript::Event::Kind;

std::string text_of(const MadeUpEvents& made) { return to_text(diagram_of(made.events)); }

std::string name(const Diagram& diagram, int participant) {
  return participant < 0 ? "-" : diagram.participants[static_cast<std::size_t>(participant)].name;
}

/// "client > server: words", a line a step.
std::string steps_of(const MadeUpEvents& made) {
  const Diagram diagram = diagram_of(made.events);
  std::string text;
  for (const Step& step : diagram.steps)
    text += name(diagram, step.from) + " > " + name(diagram, step.to) + ": " + step.text + "\n";
  return text;
}

TEST_CASE("what one sent and the other received is one arrow", "[diagram]") {
  MadeUpEvents made;
  made.meet();
  made.sent("client", 2, "Hello");
  made.sent("client", 2, " World");
  made.received("server", 3, "Hello World");
  made.sent("server", 3, "hi");
  made.received("client", 2, "h");
  made.received("client", 2, "i");
  made.closed("client", 2);
  made.received("server", 3, "");
  made.closed("server", 3);
  made.over();
  CHECK(text_of(made) ==
        "client    server\n"
        "   ├╌╌╌╌╌╌╌╌▷│        connect 127.0.0.1:80\n"
        "   ├────────▶│        \"Hello\"\n"
        "   ├────────▶│        \" World\"\n"
        "   │◀────────┤        \"hi\"\n"
        "   ├────────▷│        EOF\n"
        "   │◁────────┤        EOF\n");
}

TEST_CASE("whoever takes the bytes is at the end of the arrow", "[diagram]") {
  MadeUpEvents made;
  made.meet();
  made.sent("client", 2, "one");
  made.received("thread 1", 3, "one");
  CHECK(steps_of(made) == "client > server: connect 127.0.0.1:80\nclient > thread 1: \"one\"\n");
}

TEST_CASE("bytes that nobody took are unread", "[diagram]") {
  MadeUpEvents made;
  made.meet();
  made.sent("client", 2, "taken");
  made.sent("client", 2, "left");
  made.received("server", 3, "take");
  const Diagram diagram = diagram_of(made.events);
  REQUIRE(diagram.steps.size() == 3);
  CHECK(diagram.steps[1].kind == Step::Kind::message);
  CHECK(diagram.steps[2].kind == Step::Kind::unread);
}

TEST_CASE("a role that talks to itself has two lifelines", "[diagram]") {
  MadeUpEvents made;
  made.listen("main", 1, "127.0.0.1:80");
  made.connect("main", 2, "127.0.0.1:40000", "127.0.0.1:80");
  made.accept("main", 1, 3, "127.0.0.1:80", "127.0.0.1:40000");
  made.sent("main", 2, "x");
  made.received("main", 3, "x");
  const Diagram diagram = diagram_of(made.events);
  REQUIRE(diagram.participants.size() == 2);
  CHECK(diagram.participants[1].detail == "127.0.0.1:80");
  CHECK(diagram.steps[1].from == 0);
  CHECK(diagram.steps[1].to == 1);
}

TEST_CASE("the two ends of a pair are lifelines of one role", "[diagram]") {
  MadeUpEvents made;
  made.describe("main", 1, "");
  made.describe("main", 2, "").peer_socket = 1;
  made.call("main", "socketpair", 0, {}, {"socket 1", "socket 2"});
  made.sent("main", 2, "x");
  made.received("main", 1, "x");
  made.closed("main", 1);
  const Diagram diagram = diagram_of(made.events);
  REQUIRE(diagram.participants.size() == 2);
  CHECK(steps_of(made) == "main > main: \"x\"\nmain > main: EOF\n");
  CHECK(diagram.steps[0].from != diagram.steps[0].to);
}

TEST_CASE("a datagram that nobody receives is lost", "[diagram]") {
  MadeUpEvents made;
  made.describe("server", 1, "127.0.0.1:53", "", "SOCK_DGRAM");
  made.call("server", "bind", 1);
  made.describe("client", 2, "0.0.0.0:40000", "", "SOCK_DGRAM");
  made.sent("client", 2, "a", "127.0.0.1:53");
  made.sent("client", 2, "b", "127.0.0.1:53");
  made.received("server", 1, "b", "127.0.0.1:40000");
  made.sent("server", 1, "c", "127.0.0.1:40000");
  made.received("client", 2, "c", "127.0.0.1:53");
  CHECK(text_of(made) ==
        "client    server\n"
        "   ├╌╌╌╌╌╌╌╌✗│        udp 127.0.0.1:53 \"a\", lost\n"
        "   ├────────▶│        \"b\"\n"
        "   │◀────────┤        \"c\"\n");
}

TEST_CASE("a datagram to a group is an arrow for each who listens", "[diagram]") {
  MadeUpEvents made;
  for (const int socket : {1, 2}) {
    made.describe("listener " + std::to_string(socket), socket, "0.0.0.0:5000", "", "SOCK_DGRAM");
    made.call("listener " + std::to_string(socket), "bind", socket);
  }
  made.describe("sender", 3, "0.0.0.0:40000", "", "SOCK_DGRAM");
  made.sent("sender", 3, "news", "224.1.1.1:5000");
  made.received("listener 2", 2, "news", "127.0.0.1:40000");
  made.received("listener 1", 1, "news", "127.0.0.1:40000");
  CHECK(steps_of(made) == "sender > listener 2: \"news\"\nsender > listener 1: \"news\"\n");
}

TEST_CASE("a process at the other end stands by its name", "[diagram]") {
  MadeUpEvents made;
  made.add(Kind::started, "redis").arguments = {"redis-server", "--port", "6379"};
  made.describe("main", 1, "127.0.0.1:40000", "127.0.0.1:6379").peer = "redis";
  made.call("main", "connect", 1);
  made.sent("main", 1, "PING\r\n");
  made.received("main", 1, "+PONG\r\n");
  made.received("main", 1, "");
  made.add(Kind::ended, "redis").number = 3;
  const Diagram diagram = diagram_of(made.events);
  CHECK(diagram.participants[0].kind == Participant::Kind::process);
  CHECK(steps_of(made) ==
        "redis > -: started: redis-server --port 6379\n"
        "main > redis: connect 127.0.0.1:6379\n"
        "main > redis: \"PING\\r\\n\"\n"
        "redis > main: \"+PONG\\r\\n\"\n"
        "redis > main: EOF\n"
        "redis > -: ended, exit code 3\n");
}

TEST_CASE("without a name the other end stands by its address", "[diagram]") {
  MadeUpEvents made;
  made.connect("main", 1, "127.0.0.1:40000", "127.0.0.1:6379");
  made.sent("main", 1, "PING");
  const Diagram diagram = diagram_of(made.events);
  REQUIRE(diagram.participants.size() == 2);
  CHECK(diagram.participants[1].kind == Participant::Kind::outside);
  CHECK(diagram.participants[1].name == "127.0.0.1:6379");
}

TEST_CASE("a refused connection and a reset are not alike", "[diagram]") {
  MadeUpEvents made;
  made.error("client", "connect", 2, "ConnectionRefusedError: [Errno 111] Connection refused",
             {"{\"127.0.0.1\", 80}"});
  made.meet();
  made.closed("server", 3, "reset");
  made.error("client", "recv", 2, "ConnectionResetError: [Errno 104] Connection reset by peer");
  CHECK(text_of(made) ==
        "client    server\n"
        "   ├╌╌╌╌╌╌╌╌✗│        connect 127.0.0.1:80: Connection refused\n"
        "   ├╌╌╌╌╌╌╌╌▷│        connect 127.0.0.1:80\n"
        "   │✗════════┤        reset (RST)\n"
        "   ●         │        recv: ConnectionResetError: [Errno 104] Connection reset by peer\n");
}

TEST_CASE("who was reset says no EOF any more", "[diagram]") {
  MadeUpEvents made;
  made.meet();
  made.closed("client", 2, "reset");
  made.closed("server", 3, "eof");
  CHECK(steps_of(made) == "client > server: connect 127.0.0.1:80\nclient > server: reset (RST)\n");
}

TEST_CASE("a process that is gone is who refuses", "[diagram]") {
  MadeUpEvents made;
  made.describe("main", 1, "127.0.0.1:40000", "127.0.0.1:6379").peer = "redis";
  made.call("main", "connect", 1);
  made.error("main", "connect", 2, "ConnectionRefusedError: [Errno 111] Connection refused",
             {"{\"127.0.0.1\", 6379}"});
  CHECK(steps_of(made) ==
        "main > redis: connect 127.0.0.1:6379\nmain > redis: connect 127.0.0.1:6379: Connection refused\n");
}

TEST_CASE("what is waited for stands there where the scenario failed", "[diagram]") {
  MadeUpEvents made;
  made.meet();
  made.add(Kind::wait, "server", 3).what = "recv";
  made.over();
  CHECK(steps_of(made).find("waits") == std::string::npos);
  made.events.pop_back();
  made.failure("nothing happens any more");
  made.over();
  CHECK(steps_of(made).find("server > -: waits in recv\n- > -: nothing happens any more\n") !=
        std::string::npos);
}

TEST_CASE("a wait is over with the call that it is a part of", "[diagram]") {
  MadeUpEvents made;
  made.meet();
  made.add(Kind::wait, "server", 3).what = "recv";
  made.call("server", "recv_exactly", 3);
  made.failure("another value");
  made.over();
  CHECK(steps_of(made).find("waits") == std::string::npos);
}

TEST_CASE("of the beginning of a log nobody knows how the last waits ended", "[diagram]") {
  MadeUpEvents made;
  made.meet();
  made.add(Kind::wait, "client", 2).what = "recv";
  made.call("client", "recv", 2);
  made.add(Kind::wait, "server", 3).what = "recv";
  const std::size_t before = made.events.size();
  made.events = beginning_of(std::move(made.events));
  CHECK(made.events.size() == before - 1);
  CHECK(steps_of(made).find("waits") == std::string::npos);
}

TEST_CASE("TLS says what was agreed on once, and each alert once", "[diagram]") {
  MadeUpEvents made;
  made.meet();
  made.add(Kind::secured, "client", 2).what = "TLSv1.3";
  made.add(Kind::secured, "server", 3).what = "TLSv1.3";
  for (const auto& [role, socket, way] :
       {std::tuple("client", 2, "sent"), std::tuple("server", 3, "received")}) {
    auto& alert = made.add(Kind::alert, role, socket);
    alert.what = "close_notify";
    alert.type = way;
  }
  CHECK(steps_of(made) ==
        "client > server: connect 127.0.0.1:80\nclient > server: TLSv1.3\nclient > server: alert "
        "close_notify\n");
}

TEST_CASE("the name server is asked by the only role that waits for a name", "[diagram]") {
  MadeUpEvents made;
  made.add(Kind::wait, "client").what = "gethostbyname";
  auto& query = made.add(Kind::query, "");
  query.what = "www.example.test";
  query.type = "A";
  query.transport = "udp";
  CHECK(steps_of(made) == "client > name server: A www.example.test\n");
}

TEST_CASE("a port that the kernel chose is a star", "[diagram]") {
  MadeUpEvents made;
  made.describe("server", 1, "127.0.0.1:41234");
  made.call("server", "bind", 1, {"{\"127.0.0.1\", 0}"});
  made.call("server", "listen", 1);
  made.connect("client", 2, "127.0.0.1:40000", "127.0.0.1:41234");
  CHECK(steps_of(made) == "client > server: connect 127.0.0.1:*\n");
}

TEST_CASE("one conversation, and those of a role", "[diagram]") {
  MadeUpEvents made;
  made.meet();
  made.sent("client", 2, "one");
  made.connect("other", 4, "127.0.0.1:40001", "127.0.0.1:80");
  made.sent("other", 4, "two");
  CHECK(diagram_of(made.events, 2).steps.size() == 2);
  CHECK(diagram_of(made.events, 3).steps.empty());
  const Diagram of_other = diagram_of(made.events, "other");
  CHECK(of_other.steps.size() == 2);
  CHECK(of_other.participants.size() == 2);
  CHECK(diagram_of(made.events, "server").steps.size() == 4);
}

}  // namespace
}  // namespace parley::diagram
