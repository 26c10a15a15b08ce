// What GitHub's runner is told: annotations within its limits, behind a fence, and the summary of the step.
#include "engine/report/github.hpp"
#include "tests/engine/report_run.hpp"

namespace parley::report {
namespace {

struct Told {
  std::string console;
  std::string summary;
};

Told told_of(const MadeUpRun& run, std::size_t room = largest_summary) {
  StringSink console, file;
  GithubSummary summary(file, room);
  GithubReporter reporter(console, "token", "", &summary);
  run.tell(reporter);
  return {console.text(), file.text()};
}

MadeUpRun many(std::size_t count, const runner::Result& result) {
  MadeUpRun run;
  for (std::size_t i = 0; i < count; ++i) run.add("a.lua", "number " + std::to_string(i), result);
  return run;
}

std::vector<std::string> lines_with(const std::string& text, const std::string& beginning) {
  std::vector<std::string> lines;
  std::istringstream rest(text);
  for (std::string line; std::getline(rest, line);)
    if (line.starts_with(beginning)) lines.push_back(line);
  return lines;
}

runner::Result failure(std::size_t size = 10) {
  return failed_by(runner::Failure::Kind::error, std::string(size, '%'));
}

TEST_CASE("annotations stand at the lines that failed", "[report]") {
  check_expected("report_github.txt", told_of(every_ending()).console);
}

TEST_CASE("the summary of a step has every failure in full", "[report]") {
  check_expected("report_github.md", told_of(every_ending()).summary);
}

TEST_CASE("what others print stands between stop-commands and the token", "[report]") {
  const std::string console = told_of(every_ending()).console;
  CHECK(console.starts_with("::stop-commands::token\n::token::\n"));
  CHECK(random_token().size() == 32);
  CHECK(random_token() != random_token());
}

TEST_CASE("ten errors and ten warnings at most, the last of which counts the others", "[report]") {
  CHECK(lines_with(told_of(many(10, failure())).console, "::error ").back().find("more;") ==
        std::string::npos);
  const auto errors = lines_with(told_of(many(12, failure())).console, "::error ");
  REQUIRE(errors.size() == 10);
  CHECK(errors.back() == "::error title=parley::3 more; the log and the summary of the step tell of all");
  runner::Result flaky = ended(runner::Verdict::flaky);
  flaky.earlier = {failure()};
  CHECK(lines_with(told_of(many(12, flaky)).console, "::warning ").size() == 10);
  MadeUpRun stopped = many(10, failure());
  stopped.end.signal = 2;
  const auto with_reason = lines_with(told_of(stopped).console, "::error ");
  REQUIRE(with_reason.size() == 10);
  CHECK(with_reason.front() == "::error title=parley::stopped by SIGINT (Interrupt)");
  CHECK(with_reason.back().find("::2 more;") != std::string::npos);
}

TEST_CASE("a message is cut to 4096 bytes before it is encoded", "[report]") {
  const std::string line = lines_with(told_of(many(1, failure(10'000))).console, "::error ").front();
  std::string message = line.substr(line.find("::", 2) + 2);
  for (std::size_t at = 0; (at = message.find('%', at)) != std::string::npos; ++at)
    message.replace(at, 3, "x");
  CHECK(message.size() == 4096);
  CHECK(message.ends_with("..."));
}

TEST_CASE("paths are told as they lie in the workspace", "[report]") {
  StringSink console;
  GithubReporter reporter(console, "token", "/home/user/repository", nullptr);
  MadeUpRun run;
  run.add("/home/user/repository/sub/a.lua", "in it", ended(runner::Verdict::failed));
  run.add("/home/user/other,1.lua", "outside", ended(runner::Verdict::failed));
  run.tell(reporter);
  CHECK(console.text().find("::error file=sub/a.lua,line=4,") != std::string::npos);
  CHECK(console.text().find("::error file=/home/user/other%2C1.lua,line=5,") != std::string::npos);
}

TEST_CASE("a summary keeps to its room, and says what it left out", "[report]") {
  const std::string summary = told_of(many(100, failure(20'000)), 100'000).summary;
  CHECK(summary.size() < 100'000);
  CHECK(summary.ends_with(" more had no room here\n\n"));
  CHECK(told_of(every_ending()).summary.starts_with("### parley: 3 passed, 3 failed, 1 skipped\n"));
  CHECK(summary.starts_with("### parley: 0 passed, 100 failed, 0 skipped\n"));
  CHECK(told_of(every_ending(), 10).summary.empty());
}

}  // namespace
}  // namespace parley::report
