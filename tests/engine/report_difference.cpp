// What a report shows of two texts that differ.
#include <string>

#include "engine/report/comparison.hpp"
#include "engine/report/divergence.hpp"
#include "tests/catch.hpp"

using parley::report::comparison_text;
using parley::report::difference_text;
using parley::report::divergence_in_words;
using parley::report::Style;

namespace {

const Style plain(false);
const std::string talk = "client > server  tcp 127.0.0.1:80\n  > \"ping\"\n  < \"pong\"\n";

std::string repeated(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("the first difference is named by line and conversation", "[difference]") {
  CHECK(divergence_in_words(talk, talk + "  > EOF\n") == "line 4, client > server");
  CHECK(divergence_in_words(talk + talk, talk + "client#2 > server  udp *\n") == "line 4, client > server");
  CHECK(divergence_in_words(talk, "") == "line 1, client > server");
  CHECK(divergence_in_words("a\nb\n", "a\nc\n") == "line 2");
  CHECK(divergence_in_words("{ 1, 2 }", "{ 1, 3 }") == "column 6");
  CHECK(divergence_in_words(talk, talk).empty());
  CHECK(divergence_in_words("one", "two").empty());
}

TEST_CASE("the first difference of a value is a byte of it, not of its escapes", "[difference]") {
  CHECK(divergence_in_words(R"("a\x00\tb")", R"("a\x00\tc")") == "byte 4");
  CHECK(divergence_in_words(R"("one\ntwo")", R"("one\nTwo")") == "line 2, byte 5");
  CHECK(divergence_in_words(R"("a\x41")", R"("a\x42")") == "byte 2");
  CHECK(divergence_in_words(R"("ab")", R"("abc")") == "byte 3");
}

TEST_CASE("the part of a line that changed is marked below it", "[difference]") {
  CHECK(
      difference_text(talk, "client > server  tcp 127.0.0.1:80\n  > \"ping\"\n  < \"p\u00f6ng\"\n", plain) ==
      "first difference: line 3, client > server\n"
      "-expected +actual\n"
      " client > server  tcp 127.0.0.1:80\n"
      "   > \"ping\"\n"
      "-  < \"pong\"\n"
      "?      ^\n"
      "+  < \"p\u00f6ng\"\n"
      "?      ^\n");
}

TEST_CASE("in colour the part that changed is marked by it, and nothing stands below", "[difference]") {
  const std::string text = difference_text("a\nword one\n", "a\nword two\n", Style(true));
  CHECK(text.find("\x1b[31m-word \x1b[0m\x1b[7m\x1b[31mone\x1b[0m") != std::string::npos);
  CHECK(text.find("\x1b[32m+word \x1b[0m\x1b[7m\x1b[32mtwo\x1b[0m") != std::string::npos);
  CHECK(text.find('?') == std::string::npos);
}

TEST_CASE("each line that went is compared with the one that came in its place", "[difference]") {
  CHECK(difference_text("x\nkey: 1\nkey: 2\n", "x\nkey: 3\nkey: 4\nmore\n", plain) ==
        "first difference: line 2\n-expected +actual\n x\n"
        "-key: 1\n?     ^\n-key: 2\n?     ^\n+key: 3\n?     ^\n+key: 4\n?     ^\n+more\n");
}

TEST_CASE("blanks at an end, tabs and carriage returns are visible where they matter", "[difference]") {
  CHECK(difference_text("a b \nsame \n", "a b\nsame \n", plain) ==
        "first difference: line 1\n-expected +actual\n-a b\\x20\n?   ^^^^\n+a b\n same \n");
  const std::string tabs = difference_text("\tx\n", "  x\n", plain);
  CHECK(tabs.find("-\\tx\n") != std::string::npos);
  CHECK(difference_text("a\r\n", "a\n", plain).find("-a\\r\n") != std::string::npos);
}

TEST_CASE("of a long line stands what is around the change", "[difference]") {
  const std::string begin = repeated("0123456789", 1000);
  const std::string text =
      comparison_text('"' + begin + "X" + begin + '"', '"' + begin + "Y" + begin + '"', plain);
  const std::string left = "..." + repeated("0123456789", 5);
  const std::string right = repeated("0123456789", 5) + "...";
  CHECK(text ==
        "first difference: byte 10001\n-expected +actual\n"
        "-" +
            left + "X" + right + "\n?" + std::string(53, ' ') +
            "^\n"
            "+" +
            left + "Y" + right + "\n?" + std::string(53, ' ') + "^\n");
}

TEST_CASE("a long line that is new, or all of which changed, is cut behind its beginning", "[difference]") {
  const std::string line = repeated("0123456789", 1000);
  const std::string added = difference_text("a\n", "a\n" + line + "\n", plain);
  CHECK(added.find("+" + repeated("0123456789", 16) + "...\n") != std::string::npos);
  const std::string same = difference_text(line + "\na\n", line + "\nb\n", plain);
  CHECK(same.find(" " + repeated("0123456789", 16) + "...\n") != std::string::npos);
  CHECK(difference_text("a\n" + repeated("\u00e4", 5000) + "\n", "a\n", plain).size() < 300);
}
