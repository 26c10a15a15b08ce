#include "engine/world/probe.hpp"
#include "engine/world/support.hpp"
#include "tests/catch.hpp"

namespace parley::world {
namespace {

TEST_CASE("every check has a name and a loss; one that failed says why and what would help", "[world]") {
  const std::vector<Check> checks = check_machine();
  REQUIRE(checks.size() > 8);
  for (const Check& check : checks) {
    CAPTURE(check.name, check.trouble);
    CHECK_FALSE(check.name.empty());
    CHECK_FALSE(check.lost.empty());
    CHECK(check.trouble.empty() == check.ok);
    CHECK(check.remedy.empty() == check.ok);
  }
  CHECK(checks.back().ok == !try_private_world().failure);
}

}  // namespace
}  // namespace parley::world
