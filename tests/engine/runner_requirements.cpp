#include "engine/runner/requirements.hpp"
#include "tests/catch.hpp"

namespace parley::runner {
namespace {

Scenario requiring(const std::string& what) {
  Scenario scenario;
  scenario.required = {what};
  return scenario;
}

const Conditions with_private{true, "", true};
const Conditions host_only{false, "the host network was asked for", false};

TEST_CASE("what a scenario requires is found, or it is skipped with the reason", "[runner]") {
  CHECK_FALSE(why_it_cannot_run(requiring("private"), with_private));
  CHECK(why_it_cannot_run(requiring("private"), host_only)->skip_reason ==
        "requires a private network: the host network was asked for");
  CHECK_FALSE(why_it_cannot_run(requiring("root"), with_private));
  CHECK_FALSE(why_it_cannot_run(requiring("ipv6"), with_private));
  CHECK(why_it_cannot_run(requiring("ipv6"), {true, "", false})->verdict == Verdict::skipped);
  CHECK_FALSE(why_it_cannot_run(requiring("command:sh"), with_private));
  CHECK_FALSE(why_it_cannot_run(requiring("command:/bin/sh"), with_private));
  CHECK(why_it_cannot_run(requiring("command:no-such-command"), with_private)->skip_reason ==
        "requires the command no-such-command, not in $PATH");
  CHECK(why_it_cannot_run(requiring("command:"), with_private)->verdict == Verdict::skipped);
}

TEST_CASE("a requirement that parley does not know is a failure that says what it knows", "[runner]") {
  const std::optional<Result> result = why_it_cannot_run(requiring("prviate"), with_private);
  REQUIRE(result);
  CHECK(result->verdict == Verdict::failed);
  CHECK(result->failures.at(0).message.find("\"command:NAME\"") != std::string::npos);
}

TEST_CASE("a scenario that asks for one network is not run in the other", "[runner]") {
  Scenario scenario;
  scenario.network = Network::private_world;
  CHECK(why_it_cannot_run(scenario, host_only)->verdict == Verdict::skipped);
  CHECK_FALSE(why_it_cannot_run(scenario, with_private));
  scenario.network = Network::host;
  CHECK_FALSE(why_it_cannot_run(scenario, with_private));
  CHECK_FALSE(runs_privately(scenario, with_private));
  scenario.hosts = {{"db", "127.0.0.2"}};
  CHECK(why_it_cannot_run(scenario, with_private)->skip_reason.find("hosts") != std::string::npos);
  scenario.hosts.clear();
  scenario.name_server = true;
  CHECK(why_it_cannot_run(scenario, with_private)->skip_reason.find("name server") != std::string::npos);
}

}  // namespace
}  // namespace parley::runner
