// The line at the bottom of a terminal, and what roles print while they run.
#include "engine/report/progress.hpp"
#include "engine/report/terminal.hpp"
#include "tests/engine/report_run.hpp"

namespace parley::report {
namespace {

using std::chrono::milliseconds;

class StillClock final : public Clock {
 public:
  Instant now() const override { return now_; }
  void pass(Duration time) { now_ += time; }

 private:
  Instant now_{};
};

/// A terminal with a progress line at work.
struct Stage {
  StringSink terminal;
  StatusLine line{terminal};
  StillClock clock;
  std::size_t width = 80;
  Progress progress{line, clock, [this] { return width; }};
  MadeUpRun run = every_ending();

  Stage() { progress.begin({run.errors, run.plan}); }
  /// What appeared since the last call.
  std::string news() {
    std::string text = terminal.text().substr(seen);
    seen = terminal.text().size();
    return text;
  }
  std::size_t seen = 0;
};

const std::string clear = "\r\x1b[K";

TEST_CASE("the line counts and names what runs", "[report]") {
  Stage stage;
  stage.progress.scenario_started(stage.run.plan[0]);
  stage.progress.scenario_started(stage.run.plan[4]);
  CHECK(stage.progress.idle() == Duration::max());
  CHECK(stage.news() == clear + "[0/6] passes, fails as it should");
  stage.progress.scenario_finished(stage.run.plan[0], stage.run.results[0]);
  stage.progress.scenario_finished(stage.run.plan[2], stage.run.results[2]);
  stage.clock.pass(milliseconds(100));
  stage.progress.idle();
  CHECK(stage.news() == clear + "[2/6] 1 failed fails as it should");
}

TEST_CASE("the line is drawn ten times a second at most, and then has the latest", "[report]") {
  Stage stage;
  stage.progress.idle();
  stage.news();
  stage.progress.scenario_started(stage.run.plan[0]);
  stage.clock.pass(milliseconds(30));
  CHECK(stage.progress.idle() == milliseconds(70));
  CHECK(stage.news().empty());
  stage.clock.pass(milliseconds(70));
  CHECK(stage.progress.idle() == Duration::max());
  CHECK(stage.news() == clear + "[0/6] passes");
  stage.clock.pass(milliseconds(500));
  CHECK(stage.progress.idle() == Duration::max());
  CHECK(stage.news().empty());
}

TEST_CASE("other lines go above it, and nothing of it is left at the end", "[report]") {
  Stage stage;
  stage.progress.idle();
  stage.news();
  stage.line.write("  ok   passes\n");
  CHECK(stage.news() == clear + "  ok   passes\n");
  stage.line.write("  ok   more\n");
  CHECK(stage.news() == "  ok   more\n");
  stage.clock.pass(milliseconds(100));
  stage.progress.idle();
  stage.news();
  stage.progress.end({}, {});
  CHECK(stage.news() == clear);
  CHECK_FALSE(stage.line.shown());
}

TEST_CASE("the line fits into the terminal, whatever the names", "[report]") {
  Stage stage;
  stage.width = 10;
  stage.progress.scenario_started(stage.run.plan[1]);
  stage.progress.idle();
  CHECK(stage.news() == clear + "[0/6] ski");
  CHECK(fitting("a\xc3\xa9z", 4) == "a\xc3\xa9z");
  CHECK(fitting("a\xc3\xa9z", 3) == "a\xc3\xa9");
  CHECK(fitting("a\xc3\xa9z", 2) == "a");
}

TEST_CASE("what a role prints appears at once, as whole lines with scenario and role in front", "[report]") {
  StringSink sink;
  TerminalReporter reporter(sink, Style(false), true);
  MadeUpRun run = every_ending();
  reporter.begin({{}, run.plan});
  const std::size_t before = sink.text().size();
  reporter.role_printed(run.plan[0], {"server", "list"});
  CHECK(sink.text().size() == before);
  reporter.role_printed(run.plan[0], {"server", "ening\nfrom \x1b[31m"});
  CHECK(sink.text().substr(before) == "  passes: server | listening\n");
  run.results[0].outputs = {{"server", "listening\nfrom"}};
  reporter.scenario_finished(run.plan[0], run.results[0]);
  CHECK(sink.text().substr(before) ==
        "  passes: server | listening\n  passes: server | from \\x1b[31m\nspecs/a.lua\n  ok   passes (12 "
        "ms)\n");
}

}  // namespace
}  // namespace parley::report
