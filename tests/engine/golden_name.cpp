// Where goldens lie: every scenario has a file of its own, whatever its name.
#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "engine/golden/name.hpp"
#include "tests/catch.hpp"

using parley::golden::path_of;
using parley::golden::subject_of;

TEST_CASE("a golden lies beside its script and reads like its scenario", "[golden]") {
  CHECK(path_of({"scripts/echo.lua", "the echo server", ""}) == "scripts/golden/echo/the_echo_server.txt");
  CHECK(path_of({"redis.lua", "redis > answers [a/b]", ""}) == "golden/redis/redis/answers_[a%2Fb].txt");
  CHECK(path_of({"/s/echo.lua", "echo", "at the end"}) == "/s/golden/echo/echo~at_the_end.txt");
  CHECK(path_of({"echo", "x", ""}) == "golden/echo%/x.txt");
  CHECK(path_of({"a.lua", "über ~ 50%", ""}) == "golden/a/über_%7E_50%25.txt");
}

TEST_CASE("no name leaves the folder, hides its file, or is taken for another file", "[golden]") {
  CHECK(path_of({"a.lua", "..", ""}) == "golden/a/%2E..txt");
  CHECK(path_of({"a.lua", "../up", ""}) == "golden/a/%2E.%2Fup.txt");
  CHECK(path_of({"a.lua", ".hidden", ""}) == "golden/a/%2Ehidden.txt");
  CHECK(path_of({"a.lua", "b.txt > c", ""}) == "golden/a/b%2Etxt/c.txt");
  CHECK(path_of({"a.lua", "b.txt.pending > c", ""}) == "golden/a/b%2Etxt.pending/c.txt");
  CHECK(path_of({"a.lua", "a >  > b", ""}) == "golden/a/a/%/b.txt");
  CHECK(path_of({"a.lua", std::string("\0\xff", 2), ""}) == "golden/a/%00%FF.txt");
}

TEST_CASE("a name too long for a file keeps its beginning and is still its own", "[golden]") {
  const std::string one = path_of({"a.lua", std::string(300, 'x') + "1", std::string(300, 'y')});
  const std::string two = path_of({"a.lua", std::string(300, 'x') + "2", std::string(300, 'y')});
  CHECK(one != two);
  CHECK(one.starts_with("golden/a/xxxxxxxx"));
  CHECK(one.size() < 255);
  CHECK(subject_of(one)->scenario.ends_with("xxx..."));
  for (std::size_t shift = 0; shift < 4; ++shift)  // no escape and no character is cut
    CHECK(subject_of(path_of({"a.lua", std::string(shift, 'x') + std::string(200, '?'), ""}))->scenario ==
          std::string(shift, 'x') + std::string((82 - shift) / 3, '?') + "...");
}

TEST_CASE("names that differ have files that differ, and can be read back", "[golden]") {
  const std::string alphabet = "aA_ -./~%>[]\\\"\n'*?txpending0123E";
  std::mt19937 random(5);
  std::set<std::string> names, paths;
  for (int i = 0; i < 20'000; ++i) {
    std::string name;
    for (auto size = 1 + random() % 12; size > 0; --size)
      name += random() % 6 == 0 ? " > " : std::string(1, alphabet[random() % alphabet.size()]);
    if (!names.insert(name).second) continue;
    const std::string path = path_of({"scripts/x.lua", name, i % 3 == 0 ? name : ""});
    INFO(name << " in " << path);
    REQUIRE(paths.insert(path).second);
    const auto subject = subject_of(path);
    REQUIRE(subject);
    REQUIRE(subject->script == "scripts/x.lua");
    REQUIRE(subject->scenario == name);
    REQUIRE(subject->name == (i % 3 == 0 ? name : ""));
  }
}

TEST_CASE("what is no golden belongs to nobody", "[golden]") {
  CHECK_FALSE(subject_of("scripts/echo/x.txt"));
  CHECK_FALSE(subject_of("golden/x.txt"));
  CHECK_FALSE(subject_of("golden/echo/x.txt.pending"));
  CHECK(parley::golden::golden_of_pending("golden/echo/x.txt.pending") == "golden/echo/x.txt");
  CHECK_FALSE(parley::golden::golden_of_pending("golden/echo/.parley-abcdef.pending"));
}
