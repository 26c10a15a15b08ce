// How bytes are shown: text in escapes, the rest in hexadecimal.
#include "engine/base/escape.hpp"
#include "tests/catch.hpp"

using parley::hex_dump;
using parley::is_binary;
using parley::quoted;
using parley::without_partial_character;

TEST_CASE("text is quoted with the escapes of C", "[escape]") {
  CHECK(quoted("PING\r\n") == R"("PING\r\n")");
  CHECK(quoted("a \"b\" \\ \t") == R"("a \"b\" \\ \t")");
  CHECK(quoted("") == R"("")");
  CHECK(quoted(std::string_view("\0\x1b\x7f", 3)) == R"("\x00\x1b\x7f")");
}

TEST_CASE("UTF-8 stays readable, and what is not UTF-8 is escaped byte by byte", "[escape]") {
  CHECK(quoted("Salut à tous") == "\"Salut à tous\"");
  CHECK(quoted("\xf0\x9f\x90\xa6") == "\"\xf0\x9f\x90\xa6\"");
  CHECK(quoted("caf\xe9!") == R"("caf\xe9!")");
  CHECK(quoted("\xc0\xaf") == R"("\xc0\xaf")");                  // overlong
  CHECK(quoted("\xed\xa0\x80") == R"("\xed\xa0\x80")");          // a surrogate
  CHECK(quoted("\xf4\x90\x80\x80") == R"("\xf4\x90\x80\x80")");  // beyond U+10FFFF
  CHECK(quoted("\xe2\x82") == R"("\xe2\x82")");                  // cut short
}

TEST_CASE("characters that would hide something in a log are escaped", "[escape]") {
  CHECK(quoted("\xe2\x80\xae") == R"("\xe2\x80\xae")");  // right-to-left override
  CHECK(quoted("\xc2\x9b") == R"("\xc2\x9b")");          // C1: control sequence introducer
  CHECK(quoted("\xef\xbb\xbf") == R"("\xef\xbb\xbf")");  // byte order mark
}

TEST_CASE("data is binary with a NUL, with broken UTF-8, or with many control characters", "[escape]") {
  CHECK_FALSE(is_binary(""));
  CHECK_FALSE(is_binary("été\r\n\t\x1b[1m"));
  CHECK(is_binary(std::string_view("GET\0", 4)));
  CHECK(is_binary("caf\xe9"));
  CHECK(is_binary("\x01"));
  CHECK_FALSE(is_binary("nine more\x01"));
  CHECK(is_binary("eight mo\x01"));
}

TEST_CASE("hexadecimal comes in lines of 16 bytes", "[escape]") {
  CHECK(hex_dump("") == "");
  CHECK(hex_dump("0123456789abcdef") == "30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66");
  CHECK(hex_dump("0123456789abcdef\xff") == "30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66\nff");
}

TEST_CASE("a character cut in two by the end is left out, a broken one is not", "[escape]") {
  CHECK(without_partial_character("ab\xe2\x82") == "ab");
  CHECK(without_partial_character("ab\xe2\x82\xac") == "ab\xe2\x82\xac");
  CHECK(without_partial_character("ab\x82") == "ab\x82");
  CHECK(without_partial_character("\xf0\x9f\x90") == "");
}
