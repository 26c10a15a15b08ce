#include <string>

#include "engine/base/side_by_side.hpp"
#include "tests/catch.hpp"

using parley::side_by_side;

TEST_CASE("two texts stand beside each other from where they differ", "[side_by_side]") {
  CHECK(side_by_side({"whole", "a > b\n  > \"hello\"\n  > EOF\n"}, {"cut", "a > b\n  > \"h\"\n"}) ==
        "whole       | cut\n"
        "a > b       | a > b\n"
        "  > \"hello\" !   > \"h\"\n"
        "  > EOF     !\n");
}

TEST_CASE("of equal lines before the difference there are three", "[side_by_side]") {
  CHECK(side_by_side({"l", "1\n2\n3\n4\n5\nx\n"}, {"r", "1\n2\n3\n4\n5\ny\n"}) ==
        "l | r\n3 | 3\n4 | 4\n5 | 5\nx ! y\n");
}

TEST_CASE("a long line is cut at both ends, and shows its difference", "[side_by_side]") {
  const std::string before = std::string(200, 'a') + "1" + std::string(200, 'b');
  const std::string after = std::string(200, 'a') + "2" + std::string(200, 'b');
  const std::string text = side_by_side({"l", before}, {"r", after});
  CHECK(text.find("aaa1bbb") != std::string::npos);
  CHECK(text.find("aaa2bbb") != std::string::npos);
  CHECK(text.find("bbb... !") != std::string::npos);
  CHECK(text.size() < 300);
}

TEST_CASE("a column is as wide as its characters, not as its bytes", "[side_by_side]") {
  CHECK(side_by_side({"l", "\xc3\xa9\xc3\xa9\n"}, {"r", "e\n"}) == "l  | r\n\xc3\xa9\xc3\xa9 ! e\n");
}
