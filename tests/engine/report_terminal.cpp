// What the terminal reporter prints, compared with texts in tests/engine/expected: a run is made up, its
// report goes into a string, and the string must be the file, byte by byte.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "engine/report/fan_out.hpp"
#include "engine/report/terminal.hpp"
#include "tests/catch.hpp"

namespace {

using namespace parley;
using namespace parley::runner;
using report::Style;
using report::TerminalReporter;
using std::chrono::milliseconds;

/// Source excerpts are read relative to the working directory.
class WorkingDirectory {
 public:
  WorkingDirectory() : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(PARLEY_SOURCE_DIR "/tests/engine/expected");
  }
  ~WorkingDirectory() { std::filesystem::current_path(before_); }

 private:
  std::filesystem::path before_;
};

std::string expected_text(const std::string& name) {
  std::ifstream file(PARLEY_SOURCE_DIR "/tests/engine/expected/" + name + ".txt", std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Run {
  std::vector<LoadError> errors;
  std::vector<Scenario> plan;
  std::vector<std::pair<std::size_t, runner::Result>>
      finished;  ///< By position in the plan, in order of time.
  SessionEnd end;
};

std::string reported(const Run& run, bool color = false, bool verbose = false) {
  const WorkingDirectory directory;
  report::StringSink sink;
  TerminalReporter reporter(sink, Style(color), verbose);
  reporter.begin({run.errors, run.plan});
  for (const auto& [position, result] : run.finished) reporter.scenario_finished(run.plan[position], result);
  reporter.end(run.end, milliseconds(1234));
  return sink.text();
}

Scenario scenario(const std::string& file, int index, const std::string& name) {
  Scenario made;
  made.file = file;
  made.name = name;
  made.index = index;
  made.line = 4 + index;
  return made;
}

runner::Result passed(Duration elapsed = milliseconds(12)) {
  runner::Result result;
  result.elapsed = elapsed;
  return result;
}

runner::Result skipped(const std::string& why) {
  runner::Result result;
  result.verdict = Verdict::skipped;
  result.skip_reason = why;
  return result;
}

runner::Result failed(Failure failure) {
  runner::Result result;
  result.verdict = Verdict::failed;
  result.elapsed = milliseconds(1500);
  result.failures.push_back(std::move(failure));
  return result;
}

Failure wrong_echo() {
  Failure failure;
  failure.kind = Failure::Kind::expectation;
  failure.message = "expected another value";
  failure.role = "client";
  failure.file = "echo.lua";
  failure.line = 10;
  failure.compares = true;
  failure.expected = "\"Hello World\"";
  failure.actual = "\"Hello\"";
  return failure;
}

}  // namespace

TEST_CASE("scenarios that pass or are skipped take a line each, under their file", "[report]") {
  Run run;
  run.plan = {scenario("a.lua", 0, "one"), scenario("a.lua", 1, "two"), scenario("b.lua", 0, "three")};
  run.finished = {{0, passed()}, {1, skipped("needs ipv6")}, {2, passed(milliseconds(61230))}};
  CHECK(reported(run) == expected_text("report_passed"));
}

TEST_CASE("a failed expectation is told with its values, source, exchange and output", "[report]") {
  Run run;
  run.plan = {scenario("echo.lua", 0, "the echo server sends back what it received")};
  runner::Result result = failed(wrong_echo());
  result.outputs = {{"server", "Connected by ('127.0.0.1', 40000)\n\nbye"}, {"client", ""}};
  result.transcript = "client > server  tcp 127.0.0.1:65432\n  > \"Hello World\"\n  < \"Hello\"\n";
  result.kept_directory = "/tmp/parley-kept/echo";
  run.finished = {{0, result}};
  CHECK(reported(run) == expected_text("report_expectation"));
}

TEST_CASE("long values are told as a difference of lines", "[report]") {
  Run run;
  run.plan = {scenario("gone.lua", 0, "lines"), scenario("gone.lua", 1, "one long line")};
  Failure lines = wrong_echo();
  lines.file = "gone.lua";  // there is no such file: the report does without an excerpt
  lines.expected = "client > server\n  > \"a\"\n  > \"b\"\n  < EOF\n";
  lines.actual = "client > server\n  > \"a\"\n  > \"c\"\n  < EOF\n";
  Failure wide = lines;
  wide.expected =
      "\"HTTP/1.1 200 OK\\r\\nServer: test\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nhi\"";
  wide.actual =
      "\"HTTP/1.1 200 OK\\r\\nServer: test\\r\\nContent-Length: 3\\r\\nConnection: close\\r\\n\\r\\nhi\"";
  run.finished = {{0, failed(lines)}, {1, failed(wide)}};
  CHECK(reported(run) == expected_text("report_difference"));
}

TEST_CASE("a deadlock says who waits in which call at which line", "[report]") {
  Run run;
  run.plan = {scenario("echo.lua", 0, "both wait")};
  Failure failure;
  failure.kind = Failure::Kind::deadlock;
  failure.message = "deadlock: every task waits for another one";
  runner::Result result = failed(failure);
  result.waiting = {{"server", "socket:recv", "echo.lua", 7}, {"client", "socket:recv", "echo.lua", 10}};
  run.finished = {{0, result}};
  CHECK(reported(run) == expected_text("report_deadlock"));
}

TEST_CASE("a scenario may fail in several ways, all of which are told", "[report]") {
  Run run;
  run.plan = {scenario("echo.lua", 0, "twice")};
  runner::Result result = failed(wrong_echo());
  Failure second;
  second.message = "[Errno 32] Broken pipe\ntraceback:\n  echo.lua:9: in role server";
  second.role = "server";
  second.file = "echo.lua";
  second.line = 9;
  result.failures.push_back(second);
  run.finished = {{0, result}};
  CHECK(reported(run) == expected_text("report_two_failures"));
}

TEST_CASE("files that do not load count as failed, and their lines are shown", "[report]") {
  Run run;
  run.errors = {{"echo.lua", 4, "'=' expected near '\"the echo\"'"}, {"photo.png", 0, "not a Lua script"}};
  run.plan = {scenario("a.lua", 0, "one")};
  run.finished = {{0, passed()}};
  CHECK(reported(run) == expected_text("report_load_errors"));
}

TEST_CASE("with several jobs the lines of a file stand together all the same", "[report]") {
  Run run;
  run.plan = {scenario("a.lua", 0, "a0"), scenario("a.lua", 1, "a1"), scenario("b.lua", 0, "b0"),
              scenario("b.lua", 1, "b1")};
  run.finished = {
      {2, failed(wrong_echo())}, {1, failed(wrong_echo())}, {3, passed()}, {0, failed(wrong_echo())}};
  CHECK(reported(run) == expected_text("report_interleaved"));
}

TEST_CASE("a run that is cut short says by what, and how much is missing", "[report]") {
  Run run;
  run.plan = {scenario("a.lua", 0, "a0"), scenario("a.lua", 1, "a1"), scenario("b.lua", 0, "b0")};
  run.finished = {{2, passed()}};
  run.end.signal = 2;
  run.end.failure = Error::text("no process to be had");
  CHECK(reported(run) == expected_text("report_cut_short"));
}

TEST_CASE("verbose shows the traffic of scenarios that pass", "[report]") {
  Run run;
  run.plan = {scenario("a.lua", 0, "one"), scenario("a.lua", 1, "two")};
  runner::Result result = passed();
  result.transcript = "client > server  udp 127.0.0.1:12345\n  > \"hi\"\n";
  result.outputs = {{"main", "done\n"}};
  run.finished = {{0, result}, {1, passed()}};
  CHECK(reported(run, false, true) == expected_text("report_verbose"));
}

TEST_CASE("no control character of a script or a peer reaches the terminal", "[report]") {
  using namespace std::string_literals;
  const std::string evil = "\x1b]0;owned\x07 \x9b\x31m \xc2\x9b 31m\r\x7f\b\x00z\xff"s;
  Run run;
  run.plan = {scenario(evil + ".lua", 0, evil + "\nok   faked (0 ms)"), scenario("a.lua", 0, evil)};
  Failure failure = wrong_echo();
  failure.message = failure.role = failure.file = failure.expected = failure.actual = evil;
  runner::Result result = failed(failure);
  result.outputs = {{evil, evil}};
  result.waiting = {{evil, evil, evil, 1}};
  result.transcript = result.kept_directory = evil;
  run.errors = {{evil, 1, evil}};
  run.finished = {{0, result}, {1, skipped(evil)}};
  run.end.failure = Error::text(evil);
  const std::string text = reported(run, false, true);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    INFO("at byte " << i << " of:\n" << text);
    REQUIRE((byte == '\n' || (byte >= 0x20 && byte < 0x7f)));
  }
  CHECK(text.find("\nok   faked") == std::string::npos);
}

TEST_CASE("colour is in the words of the verdict, never in the last line", "[report]") {
  Run run;
  run.plan = {scenario("a.lua", 0, "one")};
  run.finished = {{0, passed()}};
  const std::string text = reported(run, true);
  CHECK(text.find("\x1b[32mok\x1b[0m") != std::string::npos);
  CHECK(text.ends_with("\n1 passed, 0 failed, 0 skipped\n"));
  CHECK(reported(run, false).find('\x1b') == std::string::npos);
}

TEST_CASE("the tally knows a failure that is not the scenario's fault", "[report]") {
  report::FanOut all;
  const std::vector<Scenario> plan{scenario("a.lua", 0, "one")};
  const std::vector<LoadError> errors{{"b.lua", 0, "no"}};
  Failure failure;
  failure.kind = Failure::Kind::infrastructure;
  all.begin({errors, plan});
  CHECK_FALSE(all.tally().infrastructure);
  all.scenario_finished(plan[0], failed(failure));
  CHECK(all.tally().infrastructure);
  CHECK(all.tally().failed == 2);
}
