// Expectations written in the middle of a script lose their indentation.
#include "engine/transcript/dedent.hpp"
#include "tests/catch.hpp"

using parley::transcript::dedent;

TEST_CASE("a block loses the indentation that its lines share", "[dedent]") {
  CHECK(dedent("\n    a\n      b\n  ") == "a\n  b\n");
  CHECK(dedent("    a\n      b\n") == "a\n  b\n");
  CHECK(dedent("\n\ta\n\t\tb\n") == "a\n\tb\n");
  CHECK(dedent("\n\ta\n    b\n") == "\ta\n    b\n");
}

TEST_CASE("blank lines do not count, and become empty", "[dedent]") {
  CHECK(dedent("\n    a\n \n    b\n    ") == "a\n\nb\n");
  CHECK(dedent("") == "");
  CHECK(dedent("\n  ") == "");
  CHECK(dedent("a") == "a");
}
