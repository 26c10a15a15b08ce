// Which part of a line has changed.
#include <string>

#include "engine/base/changed.hpp"
#include "tests/catch.hpp"

using parley::changed_parts;

namespace {

/// Both lines with the part that changed in brackets.
std::string marked(const std::string& before, const std::string& after) {
  const auto [a, b] = changed_parts(before, after);
  const auto bracket = [](std::string line, const parley::Span& part) {
    line.insert(part.to, "]");
    return line.insert(part.from, "[");
  };
  return bracket(before, a) + " " + bracket(after, b);
}

}  // namespace

TEST_CASE("what has changed stands between what both lines begin and end with", "[changed]") {
  CHECK(marked("  > \"pong\"", "  > \"ping\"") == "  > \"p[o]ng\"   > \"p[i]ng\"");
  CHECK(marked("abcd", "abXcd") == "ab[]cd ab[X]cd");
  CHECK(marked("aaaa", "aaaaaa") == "aaaa[] aaaa[aa]");
}

TEST_CASE("no character and no escape is cut", "[changed]") {
  CHECK(marked("caf\u00e9 au lait", "caf\u00e8 au lait") == "caf[\u00e9] au lait caf[\u00e8] au lait");
  CHECK(marked("line\\r end", "line\\n end") == "line[\\r] end line[\\n] end");
  CHECK(marked("byte\\x41 end", "byte\\x42 end") == "byte[\\x41] end byte[\\x42] end");
  CHECK(marked("a\\", "b\\") == "[a]\\ [b]\\");
}

TEST_CASE("lines that share little are two lines, and nothing is marked", "[changed]") {
  CHECK(changed_parts("one", "two").first.to == 0);
  CHECK(changed_parts("          one", "          two").first.to == 0);
  CHECK(changed_parts("same", "same").second.to == 0);
  CHECK(changed_parts("", "x").second.to == 0);
}
