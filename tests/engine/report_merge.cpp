// Reading JSON lines back, and joining the runs of several files.
#include "engine/report/merge.hpp"
#include "engine/report/tap.hpp"
#include "tests/engine/report_recorded.hpp"

namespace parley::report {
namespace {

std::string error_of(const Files& files, const std::string& text) {
  return read_json_lines(files.write("wrong", text)).error().to_string();
}

void tell(const MergedRun& run, Reporter& reporter) {
  reporter.begin({run.errors, run.plan, run.time});
  for (const auto& [scenario, result] : run.finished) reporter.scenario_finished(scenario, result);
  reporter.end({}, run.elapsed);
}

const std::string begin_record =
    R"({"type":"begin","format":"parley","version":1,"time":"2026-01-01T00:00:00Z","planned":0})"
    "\n";

TEST_CASE("a report made from the JSON lines is the one that the run itself had", "[report]") {
  const Files files;
  StringSink direct, merged;
  TapReporter first(direct), second(merged);
  every_ending().tell(first);
  tell(merge({recorded(files, "all.jsonl", every_ending())}), second);
  CHECK(merged.text() == direct.text());
}

TEST_CASE("what the JSON lines say comes back", "[report]") {
  const Files files;
  MadeUpRun run = every_ending();
  run.end = {15, Error::text("no more")};
  const RecordedRun read = recorded(files, "all.jsonl", run);
  CHECK(read.complete);
  CHECK(read.time == 1'700'000'000);
  CHECK(read.elapsed == std::chrono::milliseconds(1234));
  CHECK(read.end.signal == 15);
  CHECK(read.end.failure.to_string() == "no more");
  REQUIRE(read.plan.size() == 6);
  CHECK(read.plan[3].tags == std::vector<std::string>{"slow"});
  CHECK(read.plan[3].covers == std::vector<std::string>{"section 4.2"});
  REQUIRE(read.finished.size() == 6);
  CHECK(read.finished[3].second.verdict == runner::Verdict::flaky);
  CHECK(read.finished[3].second.earlier[1].failures[0].kind == runner::Failure::Kind::crash);
}

TEST_CASE("shards in any order are one run, in the order of files and places", "[report]") {
  const Files files;
  const RecordedRun b = recorded(files, "1.jsonl", run_of("b.lua", runner::Verdict::passed));
  const RecordedRun a = recorded(files, "2.jsonl", run_of("a.lua", runner::Verdict::failed));
  const MergedRun run = merge({b, a});
  REQUIRE(run.finished.size() == 2);
  CHECK(run.finished[0].first.file == "a.lua");
  CHECK(run.plan[1].file == "b.lua");
  CHECK(run.gaps.empty());
  CHECK(run.twice.empty());
}

TEST_CASE("a file that does not load counts once, however many shards say so", "[report]") {
  const Files files;
  MadeUpRun run;
  run.errors = {{"a.lua", 1, "no"}};
  CHECK(merge({recorded(files, "1.jsonl", run), recorded(files, "2.jsonl", run)}).errors.size() == 1);
}

TEST_CASE("a scenario that two files tell of is said, and the worse result counts", "[report]") {
  const Files files;
  const RecordedRun good = recorded(files, "good.jsonl", run_of("a.lua", runner::Verdict::passed));
  const RecordedRun bad = recorded(files, "bad.jsonl", run_of("a.lua", runner::Verdict::failed));
  for (const MergedRun& run : {merge({good, bad}), merge({bad, good})}) {
    REQUIRE(run.finished.size() == 1);
    CHECK(run.finished[0].second.verdict == runner::Verdict::failed);
    REQUIRE(run.twice.size() == 1);
    CHECK(run.twice[0].find("a.lua: one is in ") == 0);
  }
}

TEST_CASE("a file that was cut anywhere has a gap, whatever of it can be read", "[report]") {
  const Files files;
  const std::string whole = lines_of(run_of("a.lua", runner::Verdict::passed));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto run = read_json_lines(files.write("cut", whole.substr(0, length)));
    INFO("cut after byte " << length);
    REQUIRE(run.ok());
    REQUIRE(merge({run.value()}).gaps.size() == 1);
  }
}

TEST_CASE("a run that was stopped, and a shard that is missing, are gaps", "[report]") {
  const Files files;
  MadeUpRun stopped = run_of("a.lua", runner::Verdict::passed);
  stopped.end.signal = 2;
  const std::vector<std::string> gaps = merge({recorded(files, "s.jsonl", stopped)}).gaps;
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].ends_with("s.jsonl: stopped by SIGINT (Interrupt)"));

  RecordedRun second = recorded(files, "2.jsonl", run_of("a.lua", runner::Verdict::passed));
  second.shard = {2, 3};
  CHECK(merge({second}).gaps ==
        std::vector<std::string>{"shard 1 of 3 is missing: give its file too, or run it with --shard 1/3",
                                 "shard 3 of 3 is missing: give its file too, or run it with --shard 3/3"});
  second.shard = {2, 2'000'000'000};
  CHECK(merge({second}).gaps.size() == 5);
}

TEST_CASE("rounds of one run are no scenario twice", "[report]") {
  const Files files;
  MadeUpRun run = run_of("a.lua", runner::Verdict::passed);
  run.plan.push_back(run.plan[0]);
  run.results.push_back(ended(runner::Verdict::failed));
  run.results[0].round = 1;
  run.results[1].round = 2;
  const MergedRun merged = merge({recorded(files, "rounds.jsonl", run)});
  CHECK(merged.plan.size() == 2);
  CHECK(merged.finished.size() == 2);
  CHECK(merged.twice.empty());
}

TEST_CASE("a line that is no record is named", "[report]") {
  const Files files;
  const std::string end = "{\"type\":\"end\",\"seconds\":1}\n";
  CHECK(error_of(files, "<xml/>\n") == "line 1 is no record");
  CHECK(error_of(files, "[1]\n") == "line 1 is no record");
  CHECK(error_of(files, end) == "line 1 is no begin record, which comes first");
  CHECK(error_of(files, begin_record + begin_record) == "line 2 begins a second run: one file holds one");
  CHECK(error_of(files, begin_record + end + end) == "line 3 comes after the end record");
  CHECK(error_of(files, begin_record + "{\"type\":\"finished\",\"verdict\":\"fine\"}\n") ==
        "line 2 has no verdict that is known");
  CHECK(error_of(files, "{\"type\":\"begin\",\"format\":\"parley\",\"version\":2}\n") ==
        "line 1 is of version 2; this parley reads version 1");
  CHECK(error_of(files, "{\"type\":\"begin\",\"format\":\"jest\"}\n") ==
        "line 1 is of another format than parley's");
  CHECK(read_json_lines("/nonexistent").error().is_system(ENOENT));
}

TEST_CASE("members of the wrong type are read without harm, unknown records are left out", "[report]") {
  const Files files;
  const auto run = read_json_lines(files.write(
      "odd", begin_record + R"({"type":"tomorrow"})"
                            "\n"
                            R"({"type":"finished","verdict":"passed","name":7,"line":1e99,"seconds":1e300,)"
                            R"("failures":[3,{"kind":"odd"}],"earlier":{},"tags":7,"outputs":[[]]})"
                            "\n"));
  REQUIRE(run.ok());
  REQUIRE(run.value().finished.size() == 1);
  CHECK(run.value().finished[0].second.failures.size() == 1);
  CHECK(run.value().finished[0].second.elapsed == Duration::zero());
}

}  // namespace
}  // namespace parley::report
