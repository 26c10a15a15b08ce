// A run that never was, with one scenario of every kind of ending, for whatever reporter a test makes; and
// the comparison with the expected texts in tests/engine/expected.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/report/reporter.hpp"
#include "tests/catch.hpp"

namespace parley::report {

/// Bytes that no terminal, no XML and no JSON may hold as they are, and words that mean something to GitHub,
/// TAP and HTML.
inline const std::string& hostile() {
  using namespace std::string_literals;
  static const std::string text =
      "::error::owned # TODO ]]> <b>&amp; %0A \"q\" \\ \x1b[31m \x00 \xff \xed\xa0\x80 \xef\xbf\xbf \xc2\x9b"s;
  return text;
}

struct MadeUpRun {
  std::vector<runner::LoadError> errors;
  std::vector<runner::Scenario> plan;
  std::vector<runner::Result> results;  ///< In the order of the plan.
  runner::SessionEnd end;

  void add(const std::string& file, const std::string& name, runner::Result result) {
    runner::Scenario scenario;
    scenario.file = file;
    scenario.name = name;
    scenario.index = static_cast<int>(plan.size());
    scenario.line = 4 + scenario.index;
    scenario.tags = {"slow"};
    scenario.covers = {"section 4.2"};
    plan.push_back(scenario);
    results.push_back(std::move(result));
  }

  void tell(Reporter& reporter) const {
    constexpr std::time_t noon = 1'700'000'000;
    reporter.begin({errors, plan, noon});
    for (std::size_t i = 0; i < results.size(); ++i) {
      reporter.scenario_started(plan[i]);
      reporter.scenario_finished(plan[i], results[i]);
    }
    reporter.end(end, std::chrono::milliseconds(1234));
  }
};

inline runner::Result ended(runner::Verdict verdict, const std::string& reason = "") {
  runner::Result result;
  result.verdict = verdict;
  result.skip_reason = reason;
  result.elapsed = std::chrono::milliseconds(12);
  return result;
}

inline runner::Result failed_by(runner::Failure::Kind kind, const std::string& message) {
  runner::Result result = ended(runner::Verdict::failed);
  runner::Failure failure;
  failure.kind = kind;
  failure.message = message;
  failure.role = "client";
  failure.file = "specs/gone.lua";
  failure.line = 10;
  result.failures = {failure};
  return result;
}

/// What a peer sent stands wherever a peer or a script can put it.
inline runner::Result failed_with_hostile_bytes() {
  runner::Result result = failed_by(runner::Failure::Kind::expectation, hostile() + "\nmore");
  result.failures[0].compares = true;
  result.failures[0].expected = "\"hello\"";
  result.failures[0].actual = hostile();
  result.waiting = {{"server", "socket:recv", "specs/gone.lua", 7}};
  result.outputs = {{"server", hostile() + "\n::error::from a script\n"}};
  result.transcript = "client > server  tcp 127.0.0.1:7\n  > \"" + hostile() + "\"\n";
  result.kept_directory = "/tmp/kept";
  return result;
}

/// One of every kind.
inline MadeUpRun every_ending() {
  using Cause = runner::Failure::Kind;
  using runner::Verdict;
  MadeUpRun run;
  run.errors = {{"specs/broken.lua", 2, "'=' expected near " + hostile()}};
  run.add("specs/a.lua", "passes", ended(Verdict::passed));
  run.add("specs/a.lua", "skips " + hostile(), ended(Verdict::skipped, "needs # ipv6"));
  run.add("specs/a.lua", "fails\nin two lines", failed_with_hostile_bytes());
  runner::Result flaky = ended(Verdict::flaky);
  flaky.earlier = {failed_by(Cause::timeout, "first"), failed_by(Cause::crash, "second")};
  run.add("specs/b.lua", "is flaky", flaky);
  runner::Result expected = failed_by(Cause::expectation, "as it should");
  expected.verdict = Verdict::expected_failure;
  expected.skip_reason = "bug #7";
  run.add("specs/b.lua", "fails as it should", expected);
  runner::Result three = failed_by(Cause::crash, "third");
  three.earlier = {failed_by(Cause::error, "first"), failed_by(Cause::expectation, "second")};
  run.add("specs/b.lua", "fails thrice", three);
  return run;
}

/// The text must be that of tests/engine/expected/NAME; where it rightly changed, PARLEY_ACCEPT=1 writes the
/// file anew.
inline void check_expected(const std::string& name, const std::string& text) {
  const std::string path = PARLEY_SOURCE_DIR "/tests/engine/expected/" + name;
  if (std::getenv("PARLEY_ACCEPT") != nullptr) std::ofstream(path, std::ios::binary) << text;
  std::ostringstream expected;
  expected << std::ifstream(path, std::ios::binary).rdbuf();
  CHECK(text == expected.str());
}

}  // namespace parley::report
