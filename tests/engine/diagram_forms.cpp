// The forms that diagrams are drawn in: compared with texts in tests/engine/expected, and with what no form
// may hold.
#include <random>

#include "engine/diagram/diagram.hpp"
#include "tests/engine/diagram_events.hpp"
#include "tests/engine/report_run.hpp"

namespace parley::diagram {
namespace {

using Kind = transcript::Event::Kind;

/// Something of every kind.
MadeUpEvents everything() {
  MadeUpEvents made;
  made.add(Kind::started, "redis").arguments = {"redis-server", "--port", "6379"};
  made.error("client", "connect", 2, "ConnectionRefusedError: [Errno 111] Connection refused",
             {"{\"127.0.0.1\", 80}"});
  made.meet();
  made.add(Kind::secured, "client", 2).what = "TLSv1.3 TLS_AES_256_GCM_SHA384, name \"localhost\"";
  made.sent("client", 2, "GET / HTTP/1.1\r\nHost: <b>&amp;</b>\r\n\r\n");
  made.received("server", 3, std::string(38, 'x'));
  made.sent("server", 3, std::string("\0\1\2", 3));
  for (int i = 0; i < 48; ++i) made.sent("server", 3, std::string(64, static_cast<char>('a' + i % 26)));
  made.received("client", 2, std::string(3 + 48 * 64, 'x'));
  made.sent("client", 2, "too late");
  made.closed("server", 3, "reset");
  made.error("client", "recv", 2, "ConnectionResetError: [Errno 104] Connection reset by peer");
  made.add(Kind::wait, "server", 1).what = "accept";
  made.add(Kind::ended, "redis").what = "SIGKILL";
  made.failure("server waits in accept (a.lua:7), and nothing can come");
  made.over();
  return made;
}

MadeUpEvents ping_pong(int messages) {
  MadeUpEvents made;
  made.meet();
  for (int i = 0; i < messages / 2; ++i) {
    made.sent("client", 2, "ping " + std::to_string(i));
    made.received("server", 3, "ping " + std::to_string(i));
    if (i == 70) made.error("server", "recv", 3, "TimeoutError: timed out");
    made.sent("server", 3, "pong");
    made.received("client", 2, "pong");
  }
  made.closed("client", 2);
  made.over();
  return made;
}

std::string random_bytes(std::mt19937& random, std::size_t most) {
  std::string bytes(random() % most, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

TEST_CASE("a diagram of everything, in each form", "[diagram]") {
  const Diagram diagram = diagram_of(everything().events);
  report::check_expected("diagram.svg", to_svg(diagram));
  report::check_expected("diagram.mmd", to_mermaid(diagram));
  report::check_expected("diagram.txt", to_text(diagram));
}

TEST_CASE("of 300 messages the middle is folded, and errors stay", "[diagram]") {
  const Diagram diagram = diagram_of(ping_pong(300).events);
  CHECK(diagram.steps.size() <= 45);
  std::size_t errors = 0;
  std::size_t all = 0;
  for (const Step& step : diagram.steps) {
    errors += step.kind == Step::Kind::error ? 1 : 0;
    all += step.count;
  }
  CHECK(errors == 1);
  CHECK(all == 303);
  CHECK(diagram.steps.front().kind == Step::Kind::connect);
  CHECK(diagram.steps.back().kind == Step::Kind::eof);
}

TEST_CASE("few steps are not folded", "[diagram]") {
  CHECK(diagram_of(ping_pong(50).events).steps.size() == 52);
}

TEST_CASE("like messages in a row are one, two are two", "[diagram]") {
  MadeUpEvents made;
  made.meet();
  for (int i = 0; i < 2; ++i) made.sent("client", 2, "a");
  for (int i = 0; i < 3; ++i) made.sent("server", 3, "b");
  made.received("client", 2, "bbb");
  made.received("server", 3, "aa");
  const Diagram diagram = diagram_of(made.events);
  REQUIRE(diagram.steps.size() == 4);
  CHECK(diagram.steps[3].count == 3);
  CHECK(diagram.steps[3].length == 3);
  CHECK(to_text(diagram).find("\"b\" × 3, 3 bytes\n") != std::string::npos);
}

TEST_CASE("a run without an exchange says so", "[diagram]") {
  const Diagram none = diagram_of({});
  CHECK(to_text(none) == "nothing was exchanged\n");
  CHECK(to_mermaid(none).find("nothing was exchanged") != std::string::npos);
  CHECK(to_svg(none).find("nothing was exchanged") != std::string::npos);
}

TEST_CASE("whatever bytes come in, no form holds markup or a control character of theirs", "[diagram]") {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    MadeUpEvents made;
    const std::string hostile =
        "</text><script>alert(1)</script>;%%{init:{}}%%\n#" + random_bytes(random, 40);
    made.listen(hostile, 1, "127.0.0.1:80");
    made.connect(random_bytes(random, 40), 2, "127.0.0.1:40000", "127.0.0.1:80");
    made.accept(hostile, 1, 3, "127.0.0.1:80", "127.0.0.1:40000");
    made.sent(random_bytes(random, 40), 2, hostile + random_bytes(random, 5000));
    made.error(hostile, random_bytes(random, 40), 3, hostile + random_bytes(random, 1000));
    made.failure(hostile + random_bytes(random, 1000));
    const Diagram diagram = diagram_of(made.events);
    for (const std::string& form : {to_svg(diagram), to_mermaid(diagram), to_text(diagram)}) {
      CHECK(form.find_first_of(std::string("\0\x1b\r\x7f", 4)) == std::string::npos);
    }
    CHECK(to_svg(diagram).find("<script") == std::string::npos);
    const std::string mermaid = to_mermaid(diagram);
    CHECK(mermaid.find('<') == std::string::npos);
    CHECK(mermaid.find("%%") == std::string::npos);
  }
}

}  // namespace
}  // namespace parley::diagram
