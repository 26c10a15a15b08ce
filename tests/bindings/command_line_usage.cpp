// What the program understands of a command line, and what it says of one that it does not.
#include "bindings/program/command_line.hpp"
#include "bindings/program/options.hpp"
#include "tests/catch.hpp"

using namespace parley;
using program::parse_command_line;

namespace {

std::string usage_problem(const std::vector<std::string>& arguments) {
  return parse_command_line(arguments).problem;
}

}  // namespace

TEST_CASE("run takes its options in every spelling, and paths among them", "[command line]") {
  const auto line = parse_command_line({"run", "a.lua", "--network", "host", "-j4", "--set", "name=value",
                                        "[a,b]", "--set=n=[1,2]", "-v", "--filter", "echo", "--color=never",
                                        "-", "--", "-x.lua", "--jobs"});
  REQUIRE(line.problem.empty());
  REQUIRE(line.command != nullptr);
  CHECK(line.command->name == "run");
  CHECK(line.settings.paths == std::vector<std::string>{"a.lua", "[a,b]", "-", "-x.lua", "--jobs"});
  CHECK(line.settings.network == runner::Network::host);
  CHECK(line.settings.jobs == 4);
  CHECK(line.settings.parameters == std::map<std::string, std::string>{{"name", "value"}, {"n", "[1,2]"}});
  CHECK(line.settings.verbose);
  runner::Scenario echo;
  echo.name = "an echo";
  runner::Scenario other;
  other.name = "another";
  CHECK(line.settings.selector.select({echo, other}).size() == 1);
  CHECK(line.settings.color == report::ColorChoice::never);
}

TEST_CASE("an optional value stands behind an equals sign, never behind a blank", "[command line]") {
  CHECK(parse_command_line({"run", "--fail-fast"}).settings.fail_fast == 1);
  CHECK(parse_command_line({"run", "--fail-fast=3"}).settings.fail_fast == 3);
  CHECK(parse_command_line({"run", "--shuffle", "5"}).problem ==
        "--shuffle takes its value behind an equals sign: --shuffle=5");
  CHECK(parse_command_line({"run", "--shuffle", "a.lua"}).settings.paths ==
        std::vector<std::string>{"a.lua"});
  CHECK(parse_command_line({"run", "--shuffle=5"}).settings.shuffle == 5U);
}

TEST_CASE("reports are asked for one by one, each with its file", "[command line]") {
  const auto line =
      parse_command_line({"run", "--report", "junit=a.xml", "--report=tap", "--report=jsonl=b=c"});
  REQUIRE(line.problem.empty());
  REQUIRE(line.settings.reports.size() == 3);
  CHECK(line.settings.reports[0].file == "a.xml");
  CHECK(line.settings.reports[1].kind == report::Kind::tap);
  CHECK(line.settings.reports[2].file == "b=c");
  CHECK(usage_problem({"run", "--report", "junti=x"}) == "unknown report junti; did you mean junit?");
  CHECK(usage_problem({"list", "--report", "tap"}) ==
        "list takes no option --report; see parley list --help");
}

TEST_CASE("a folder may have the name of a command", "[command line]") {
  CHECK(parse_command_line({"run", "list", "doctor"}).settings.paths ==
        std::vector<std::string>{"list", "doctor"});
}

TEST_CASE("what is unknown is said with the nearest known name", "[command line]") {
  CHECK(usage_problem({"rnu"}) == "unknown command rnu; did you mean run?");
  CHECK(usage_problem({"run", "--netwrok", "host"}) == "unknown option --netwrok; did you mean --network?");
  CHECK(usage_problem({"run", "--netwrok=host"}) == "unknown option --netwrok; did you mean --network?");
  CHECK(usage_problem({"run", "--network", "hots"}) ==
        "unknown value hots for --network; did you mean host?");
  CHECK(usage_problem({"run", "--color=blue"}) ==
        "unknown value blue for --color; it is one of auto, always, never");
  CHECK(usage_problem({"--verison"}) == "unknown option --verison; did you mean --version?");
  CHECK(usage_problem({"frobnicate"}) == "unknown command frobnicate; see parley --help");
  CHECK(usage_problem({"/dev/null"}) == "unknown command /dev/null; to run it: parley run /dev/null");
  CHECK(usage_problem({"run", "-z"}) == "unknown option -z; see parley run --help");
}

TEST_CASE("an option that another command takes is said to be misplaced", "[command line]") {
  CHECK(usage_problem({"list", "--jobs", "3"}) == "list takes no option --jobs; see parley list --help");
  CHECK(usage_problem({"-v", "run"}) == "-v belongs behind a command; see parley --help");
}

TEST_CASE("a value that is missing, too many or wrong is one message", "[command line]") {
  CHECK(usage_problem({"run", "--network"}) == "--network needs a value: host|private|auto");
  CHECK(usage_problem({"run", "--filter=", "specs"}) == "--filter needs a value: TEXT|/REGEX/");
  CHECK(usage_problem({"run", "--verbose=3"}) == "--verbose takes no value");
  CHECK(usage_problem({"run", "-j", "0"}) == "--jobs takes a number from 1 to 1024, not 0");
  CHECK(usage_problem({"run", "-j", "-1"}) == "--jobs takes a number from 1 to 1024, not -1");
  CHECK(usage_problem({"run", "--jobs", "two"}) == "--jobs takes a number from 1 to 1024, not two");
  CHECK(usage_problem({"run", "--set", "name"}) == "--set takes name=value, not name");
  CHECK(usage_problem({"run", "--set", "=value"}) == "--set takes name=value, not =value");
  CHECK(usage_problem({"doctor", "x"}) == "doctor takes no argument x; see parley doctor --help");
  CHECK(usage_problem({}) == "no command; see parley --help");
}

TEST_CASE("the help names every command and every option", "[command line]") {
  const std::string help = program::help_text(nullptr);
  for (const program::Command& command : program::commands()) {
    CHECK(help.find("  " + std::string(command.name)) != std::string::npos);
    for (const program::Option& option : program::options()) {
      if ((option.takers & command.taker) != 0)
        CHECK(program::help_text(&command).find(option.long_name) != std::string::npos);
    }
  }
}

TEST_CASE("help and version go to the output and pass; a mistake goes to the error stream",
          "[command line]") {
  report::StringSink out, err;
  program::Console console{out, err, nullptr};
  CHECK(program::perform({"--version"}, console) == 0);
  CHECK(out.text().starts_with("parley "));
  CHECK(program::perform({"run", "--help"}, console) == 0);
  CHECK(err.text().empty());
  CHECK(program::perform({"run", "--hlep"}, console) == 2);
  CHECK(err.text() == "parley: unknown option --hlep; did you mean --help?\n");
}
