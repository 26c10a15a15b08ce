#include <signal.h>

#include "engine/runner/account.hpp"
#include "engine/runner/worker.hpp"
#include "tests/catch.hpp"
#include "tests/engine/runner_fake_host.hpp"

namespace parley::runner {
namespace {

using How = world::Ending::How;

struct Case {
  Case() {
    for (const char* name : {"a", "b", "c"}) host.add(name, {});
    for (const Scenario& scenario : host.scenarios) members.push_back(&scenario);
  }
  FakeHost host;
  std::vector<const Scenario*> members;
  SteadyClock clock;
  Notes notes;
};

world::Ending ended(How how, int code) {
  world::Ending ending;
  ending.how = how;
  ending.code = code;
  return ending;
}

TEST_CASE_METHOD(Case, "a crash belongs to the member that ran, and the ones after it are left", "[runner]") {
  Account account({members}, clock, notes);
  account.started(0);
  account.finished(0, {});
  account.started(1);
  account.ended(ended(How::signalled, SIGSEGV));
  CHECK(notes.lines == Lines{"start a", "passed a", "start b", "failed b"});
  CHECK(notes.message("b") == "the scenario's process died of SIGSEGV (Segmentation fault)");
  CHECK(notes.results["b"].failures[0].kind == Failure::Kind::crash);
  CHECK(account.remaining() == std::vector<const Scenario*>{members[2]});
}

TEST_CASE_METHOD(Case, "a crash after a member's result changes that result if it was a pass", "[runner]") {
  Account account({members}, clock, notes);
  account.started(0);
  account.finished(0, {});
  account.ended(ended(How::signalled, SIGABRT));
  CHECK(notes.message("a") == "the scenario's process died of SIGABRT (Aborted)");
  CHECK(account.remaining().size() == 2);
}

TEST_CASE_METHOD(Case, "what a crash handler reported is kept as it is", "[runner]") {
  Account account({members}, clock, notes);
  account.started(0);
  Result known;
  fail(known, "last words");
  account.finished(0, known);
  account.ended(ended(How::signalled, SIGSEGV));
  CHECK(notes.results["a"].failures.size() == 1);
  CHECK(notes.message("a") == "last words");
  CHECK(account.remaining().size() == 2);
}

TEST_CASE_METHOD(Case, "who is killed from outside is told where to look for the killer", "[runner]") {
  Account account({members}, clock, notes);
  account.started(0);
  account.ended(ended(How::signalled, SIGKILL));
  CHECK(notes.message("a").find("died of SIGKILL (Killed)\n") != std::string::npos);
  CHECK(notes.message("a").find("dmesg") != std::string::npos);
}

TEST_CASE_METHOD(Case, "an expected failure does not expect what after_all fails with", "[runner]") {
  host.scenarios[0].fails = "a known defect";
  Account account({members}, clock, notes);
  account.started(0);
  Result result;
  fail(result, "as expected");
  fail(result, "no tidying");
  result.failures.back().of_after_all = true;
  account.finished(0, result);
  account.ended(ended(How::exited, some_failed));
  CHECK(notes.lines == Lines{"start a", "failed a"});
  CHECK(notes.message("a") == "no tidying");
}

TEST_CASE_METHOD(Case, "a process that dies before anything began costs one member, not all", "[runner]") {
  Account account({members}, clock, notes);
  account.ended(ended(How::exited, 3));
  CHECK(notes.lines == Lines{"start a", "failed a"});
  CHECK(notes.message("a") == "the scenario's process exited with status 3 without a result");
  CHECK(account.remaining().size() == 2);
}

TEST_CASE_METHOD(Case, "from a failure on all is held back until it is known what was kept", "[runner]") {
  Account account({members}, clock, notes);
  account.started(0);
  CHECK(notes.lines == Lines{"start a"});
  Result failed;
  fail(failed, "no");
  account.finished(0, failed);
  account.started(1);
  account.finished(1, {});
  account.started(2);
  account.finished(2, {});
  CHECK(notes.lines == Lines{"start a"});
  world::Ending ending = ended(How::exited, some_failed);
  ending.kept_directory = "/tmp/kept";
  ending.kept_trouble = "/tmp/kept/f: full";
  account.ended(ending);
  CHECK(notes.lines == Lines{"start a", "failed a", "start b", "passed b", "start c", "passed c"});
  CHECK(notes.results["a"].kept_directory == "/tmp/kept");
  REQUIRE(notes.results["a"].failures.size() == 2);
  CHECK(notes.results["a"].failures[1].message ==
        "not all of its directory could be kept: /tmp/kept/f: full");
  CHECK(notes.results["b"].kept_directory.empty());
  CHECK(account.remaining().empty());
}

TEST_CASE_METHOD(Case, "a leak fails the last member", "[runner]") {
  Account account({{members[0]}}, clock, notes);
  account.started(0);
  account.finished(0, {});
  account.ended(ended(How::exited, leaked));
  CHECK(notes.message("a").find("leaked memory") != std::string::npos);
}

TEST_CASE_METHOD(Case, "indices that are nobody's, and results told twice, change nothing", "[runner]") {
  Account account({{members[0]}}, clock, notes);
  account.started(77);
  account.finished(-1, {});
  account.started(0);
  account.finished(0, {});
  account.ended(ended(How::exited, all_passed));
  Result late;
  fail(late, "late");
  account.finished(0, late);
  account.started(0);
  CHECK(notes.lines == Lines{"start a", "passed a"});
}

}  // namespace
}  // namespace parley::runner
