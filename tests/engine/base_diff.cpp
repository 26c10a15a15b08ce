// The line diff of failure reports.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "engine/base/diff.hpp"
#include "tests/catch.hpp"

using parley::diff;
using parley::first_divergence;

namespace {

/// What a diff with unlimited context says the two texts were.
std::pair<std::string, std::string> read_back(const std::string& text) {
  std::string expected;
  std::string actual;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = text.find('\n', from) + 1;
    const std::string line = text.substr(from + 1, to - from - 1);
    if (text[from] != '+') expected += line;
    if (text[from] != '-') actual += line;
    from = to;
  }
  return {expected, actual};
}

std::string random_lines(std::mt19937& random) {
  std::string text;
  for (auto count = random() % 12; count > 0; --count) {
    text += static_cast<char>('a' + random() % 4);
    text += '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("equal texts have no diff", "[diff]") {
  CHECK(diff("a\nb\n", "a\nb\n").empty());
  CHECK_FALSE(first_divergence("a", "a"));
}

TEST_CASE("what was expected stands with a minus, what came with a plus", "[diff]") {
  CHECK(diff("a\nb\nc\n", "a\nx\nc\n") == " a\n-b\n+x\n c\n");
  CHECK(diff("a\n", "") == "-a\n");
  CHECK(diff("", "a\n") == "+a\n");
  CHECK(diff("a\nb\nc\n", "b\nc\nd\n") == "-a\n b\n c\n+d\n");
}

TEST_CASE("a missing newline at the end is a difference that is named", "[diff]") {
  CHECK(diff("a\n", "a") == "-a\n+a\n\\ no newline at the end\n");
}

TEST_CASE("equal lines far from any difference are counted", "[diff]") {
  const std::string ten = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
  CHECK(diff(ten + "x\n" + ten, ten + "y\n" + ten, {1, 200}) ==
        "@@ 9 equal lines @@\n 10\n-x\n+y\n 1\n@@ 9 equal lines @@\n");
}

TEST_CASE("a long diff is cut, and says so", "[diff]") {
  CHECK(diff("a\nb\nc\nd\n", "", {3, 2}) == "-a\n-b\n@@ 2 more lines @@\n");
}

TEST_CASE("a diff gives back both texts, and is as short as can be", "[diff]") {
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    const std::string a = random_lines(random);
    const std::string b = random_lines(random);
    if (a == b) continue;
    const std::string text = diff(a, b, {1000, 1000});
    REQUIRE(read_back(text) == std::pair(a, b));
    // The longest common subsequence, by the table.
    const std::size_t n = a.size() / 2;
    const std::size_t m = b.size() / 2;
    std::vector<std::vector<std::size_t>> common(n + 1, std::vector<std::size_t>(m + 1));
    for (std::size_t x = 1; x <= n; ++x) {
      for (std::size_t y = 1; y <= m; ++y) {
        common[x][y] = a[2 * x - 2] == b[2 * y - 2] ? common[x - 1][y - 1] + 1
                                                    : std::max(common[x - 1][y], common[x][y - 1]);
      }
    }
    const std::size_t lines = text.size() / 3;
    REQUIRE(lines == n + m - common[n][m]);
  }
}

TEST_CASE("texts that share next to nothing are not aligned but shown one after the other", "[diff]") {
  std::string a = "head\n";
  std::string b = "head\n";
  for (int i = 0; i < 50000; ++i) {
    a += "a" + std::to_string(i) + "\n";
    b += "b" + std::to_string(i) + "\n";
  }
  const std::string text = diff(a + "tail\n", b + "tail\n", {1, 3});
  CHECK(text == " head\n-a0\n-a1\n@@ 99999 more lines @@\n");
}

TEST_CASE("the first divergence has a line and a column", "[diff]") {
  const auto place = first_divergence("ab\ncde\n", "ab\ncdf\n");
  REQUIRE(place);
  CHECK(place->offset == 5);
  CHECK(place->line == 2);
  CHECK(place->column == 3);
  CHECK(first_divergence("ab", "abc")->column == 3);
}
