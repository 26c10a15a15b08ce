// The reports for programs, each of the same run, compared with texts in tests/engine/expected.
#include "engine/report/json_lines.hpp"
#include "engine/report/junit.hpp"
#include "engine/report/tap.hpp"
#include "engine/report/terminal.hpp"
#include "tests/engine/report_run.hpp"

namespace parley::report {
namespace {

template <class Made>
std::string report_of(const MadeUpRun& run) {
  StringSink sink;
  Made reporter(sink);
  run.tell(reporter);
  return sink.text();
}

class Terminal final : public Reporter {
 public:
  explicit Terminal(Sink& sink) : reporter_(sink, Style(false), false) {}
  void begin(const RunStart& run) override { reporter_.begin(run); }
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override {
    reporter_.scenario_finished(scenario, result);
  }
  void end(const runner::SessionEnd& end, Duration elapsed) override { reporter_.end(end, elapsed); }

 private:
  TerminalReporter reporter_;
};

/// Whether a text is ASCII without a control character but the newline: then it is UTF-8, valid in XML and in
/// JSON, and moves no cursor.
bool is_plain(const std::string& text) {
  for (const char byte : text)
    if (byte != '\n' && (byte < 0x20 || byte == 0x7f)) return false;
  return true;
}

MadeUpRun stopped_run() {
  MadeUpRun run;
  run.add("a.lua", "one", ended(runner::Verdict::passed));
  run.end = {2, Error::text("no process to be had")};
  return run;
}

TEST_CASE("the terminal tells of every ending", "[report]") {
  check_expected("report_every_ending.txt", report_of<Terminal>(every_ending()));
}

TEST_CASE("JUnit XML has every ending", "[report]") {
  check_expected("report.xml", report_of<JunitReporter>(every_ending()));
}

TEST_CASE("TAP has every ending", "[report]") {
  check_expected("report.tap", report_of<TapReporter>(every_ending()));
}

TEST_CASE("JSON lines have every ending", "[report]") {
  check_expected("report.jsonl", report_of<JsonLinesReporter>(every_ending()));
}

TEST_CASE("no report holds a byte that its readers would choke on", "[report]") {
  CHECK(is_plain(report_of<Terminal>(every_ending())));
  CHECK(is_plain(report_of<JunitReporter>(every_ending())));
  CHECK(is_plain(report_of<TapReporter>(every_ending())));
  CHECK(is_plain(report_of<JsonLinesReporter>(every_ending())));
}

TEST_CASE("a run that was stopped looks failed in every report", "[report]") {
  CHECK(report_of<Terminal>(stopped_run()).find("stopped: no process to be had") != std::string::npos);
  CHECK(report_of<JunitReporter>(stopped_run()).find("<error message=\"stopped by SIGINT") !=
        std::string::npos);
  CHECK(report_of<TapReporter>(stopped_run()).find("\nBail out! stopped by SIGINT") != std::string::npos);
  const std::string lines = report_of<JsonLinesReporter>(stopped_run());
  CHECK(lines.find("\"signal\":2,\"failure\":\"no process to be had\"}") != std::string::npos);
}

TEST_CASE("what is written as a record is whole lines", "[report]") {
  class Writes final : public Sink {
   public:
    void write(std::string_view text) override { CHECK(text.ends_with('\n')); }
  };
  Writes sink;
  JsonLinesReporter reporter(sink);
  every_ending().tell(reporter);
}

}  // namespace
}  // namespace parley::report
