// What build systems, CI services and clusters say by variables, and what of it counts.
#include <unistd.h>

#include <map>

#include "bindings/program/environment.hpp"
#include "bindings/program/shard_choice.hpp"
#include "tests/catch.hpp"

namespace {

using namespace parley;
using program::Settings;
using Given = std::map<std::string, std::string>;

program::Variables variables(const Given& given) {
  return [given](const char* name) {
    const auto found = given.find(name);
    return found == given.end() ? std::string() : found->second;
  };
}

std::string problem(const Given& given, Settings settings = {}) {
  return program::follow_environment(variables(given), settings);
}

Settings followed(const Given& given, Settings settings = {}) {
  REQUIRE(program::follow_environment(variables(given), settings).empty());
  return settings;
}

/// "2/3 (CI_NODE_INDEX and CI_NODE_TOTAL)"; empty where no shard is asked for.
std::string shard(const Settings& settings) {
  if (!settings.shard) return {};
  return std::to_string(settings.shard->index) + "/" + std::to_string(settings.shard->count) + " (" +
         settings.shard->source + ")";
}

std::string shard_option_problem(const std::string& value) {
  Settings settings;
  return program::choose_shard(value, settings.shard);
}

TEST_CASE("--shard takes I/N, I from 1", "[environment]") {
  Settings settings;
  CHECK(program::choose_shard("2/5", settings.shard).empty());
  CHECK(shard(settings) == "2/5 (--shard)");
  for (const char* wrong :
       {"0/5", "6/5", "2", "/5", "2/", "2/5/1", "-1/5", "a/b", "1/0", " 1/2", "1/1000001"})
    CHECK(shard_option_problem(wrong) ==
          "--shard takes I/N, as 2/5 for the second of five, not " + std::string(wrong));
}

TEST_CASE("each convention counts its shards from where it does", "[environment]") {
  CHECK(shard(followed({{"TEST_TOTAL_SHARDS", "3"}, {"TEST_SHARD_INDEX", "0"}})) ==
        "1/3 (TEST_SHARD_INDEX and TEST_TOTAL_SHARDS)");
  CHECK(shard(followed({{"CI_NODE_TOTAL", "3"}, {"CI_NODE_INDEX", "3"}})) ==
        "3/3 (CI_NODE_INDEX and CI_NODE_TOTAL)");
  CHECK(shard(followed({{"PARLEY_SHARD_TOTAL", "3"}, {"JOB_COMPLETION_INDEX", "2"}})) ==
        "3/3 (JOB_COMPLETION_INDEX and PARLEY_SHARD_TOTAL)");
}

TEST_CASE("a total of one without an index is no sharding", "[environment]") {
  CHECK(shard(followed({})).empty());
  CHECK(shard(followed({{"CI_NODE_TOTAL", "1"}})).empty());  // every job of GitLab has it
  CHECK(shard(followed({{"TEST_TOTAL_SHARDS", "0"}, {"TEST_SHARD_INDEX", "0"}})).empty());
}

TEST_CASE("the command line wins, then Bazel, which may run inside of a job", "[environment]") {
  const Given both = {
      {"TEST_TOTAL_SHARDS", "2"}, {"TEST_SHARD_INDEX", "1"}, {"CI_NODE_TOTAL", "9"}, {"CI_NODE_INDEX", "9"}};
  CHECK(shard(followed(both)) == "2/2 (TEST_SHARD_INDEX and TEST_TOTAL_SHARDS)");
  CHECK(followed(both).shard->by_bazel);
  Settings settings;
  settings.shard = {1, 4, "--shard"};
  CHECK(shard(followed(both, settings)) == "1/4 (--shard)");
  CHECK(problem({{"CI_NODE_INDEX", "nonsense"}}, settings).empty());
}

TEST_CASE("half of a pair, and a number that is none, name the variable", "[environment]") {
  CHECK(problem({{"TEST_TOTAL_SHARDS", "two"}, {"TEST_SHARD_INDEX", "0"}}) ==
        "TEST_TOTAL_SHARDS takes a number from 0 to 1000000, not two");
  CHECK(problem({{"TEST_TOTAL_SHARDS", "2"}, {"TEST_SHARD_INDEX", "2"}}) ==
        "TEST_SHARD_INDEX takes a number from 0 to 1, not 2");
  CHECK(problem({{"CI_NODE_TOTAL", "2"}, {"CI_NODE_INDEX", "0"}}) ==
        "CI_NODE_INDEX takes a number from 1 to 2, not 0");
  CHECK(problem({{"CI_NODE_TOTAL", "2"}}) ==
        "CI_NODE_TOTAL is 2 and CI_NODE_INDEX is not set: set it to the number of this shard, from 1, or say "
        "--shard I/N");
  CHECK(problem({{"JOB_COMPLETION_INDEX", "0"}}) ==
        "JOB_COMPLETION_INDEX is set and PARLEY_SHARD_TOTAL is not: set it to the Job's completions, or "
        "say --shard 1/1 to run everything here");
}

TEST_CASE("Bazel's filter, fail-fast and seed count where the command line has none", "[environment]") {
  const Given bazel = {
      {"TESTBRIDGE_TEST_ONLY", "echo"}, {"TESTBRIDGE_TEST_RUNNER_FAIL_FAST", "1"}, {"TEST_RANDOM_SEED", "7"}};
  runner::Scenario echo, other;
  echo.name = "an echo";
  other.name = "another";
  Settings settings = followed(bazel);
  CHECK(settings.selector.select({echo, other}).size() == 1);
  CHECK(settings.fail_fast == 1);
  CHECK_FALSE(settings.shuffle.has_value());
  settings = {};
  settings.shuffle = 99;
  CHECK(followed(bazel, settings).shuffle == 7U);
  settings.seed_named = true;
  settings.fail_fast = 3;
  settings.filtered = true;
  settings = followed(bazel, settings);
  CHECK(settings.shuffle == 99U);
  CHECK(settings.fail_fast == 3);
  CHECK(settings.selector.select({echo, other}).size() == 2);
}

TEST_CASE("Bazel's time limit leaves time to write reports, and is Bazel's only where that is there",
          "[environment]") {
  using std::chrono::seconds;
  CHECK(followed({{"TEST_TIMEOUT", "300"}}).global_timeout == Duration::max());
  CHECK(followed({{"TEST_TIMEOUT", "300"}, {"BAZEL_TEST", "1"}}).global_timeout == seconds(295));
  CHECK(followed({{"TEST_TIMEOUT", "20"}, {"TEST_SRCDIR", "/x"}}).global_timeout == seconds(18));
  Settings settings;
  settings.global_timeout = seconds(3);
  CHECK(followed({{"TEST_TIMEOUT", "300"}, {"BAZEL_TEST", "1"}}, settings).global_timeout == seconds(3));
}

TEST_CASE("what Bazel says and parley cannot read names the variable", "[environment]") {
  CHECK(problem({{"TESTBRIDGE_TEST_ONLY", "/(/"}}).starts_with("TESTBRIDGE_TEST_ONLY /(/ is no regular"));
  CHECK(problem({{"TESTBRIDGE_TEST_RUNNER_FAIL_FAST", "yes"}}) ==
        "TESTBRIDGE_TEST_RUNNER_FAIL_FAST takes a number from 0 to 1, not yes");
  CHECK(problem({{"TEST_TIMEOUT", "-1"}, {"BAZEL_TEST", "1"}}) ==
        "TEST_TIMEOUT takes a number from 1 to 604800, not -1");
  Settings settings;
  settings.shuffle = 1;
  CHECK(problem({{"TEST_RANDOM_SEED", "x"}}, settings).starts_with("TEST_RANDOM_SEED takes a number"));
  CHECK(problem({{"XML_OUTPUT_FILE", "/nonexistent/out.xml"}}) ==
        "cannot write XML_OUTPUT_FILE, /nonexistent/out.xml: [Errno 2] No such file or directory");
}

TEST_CASE("Bazel's reports come beside those of the command line, none twice", "[environment]") {
  Settings settings;
  settings.reports = {{report::Kind::junit, "/tmp/out.xml"}};
  CHECK(followed({{"XML_OUTPUT_FILE", "/tmp/out.xml"}}, settings).reports.size() == 1);
  settings =
      followed({{"XML_OUTPUT_FILE", "/tmp/other.xml"}, {"TEST_UNDECLARED_OUTPUTS_DIR", "/tmp"}}, settings);
  REQUIRE(settings.reports.size() == 3);
  CHECK(settings.reports[1].file == "/tmp/other.xml");
  CHECK(settings.reports[2].kind == report::Kind::json_lines);
  CHECK(settings.reports[2].file == "/tmp/parley.jsonl");
}

}  // namespace
