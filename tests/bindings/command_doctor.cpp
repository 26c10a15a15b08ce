// What `parley doctor` says of a machine, made up here.
#include "bindings/program/doctor_text.hpp"
#include "tests/catch.hpp"

using namespace parley;

TEST_CASE("doctor says what is lost without a check that failed, and what would allow it", "[doctor]") {
  const std::vector<world::Check> checks{
      {"processes", true, "", "every scenario", ""},
      {"user namespaces", false, "unshare: \x1b[31mno", "private networks", "sysctl -w a=1"},
  };
  CHECK(program::doctor_text(checks, report::Style(false)) ==
        "ok  processes\n"
        "no  user namespaces: unshare: \\x1b[31mno\n"
        "    lost: private networks\n"
        "    allow it with: sysctl -w a=1\n"
        "\n"
        "1 thing out of 2 missing.\n");
}

TEST_CASE("doctor is content where nothing is missing", "[doctor]") {
  const std::string text =
      program::doctor_text({{"processes", true, "", "every scenario", ""}}, report::Style(false));
  CHECK(text == "ok  processes\n\nEverything that parley can use is there.\n");
}
