#include "engine/base/deflate.hpp"
#include "tests/catch.hpp"

using parley::deflate;
using parley::inflate;
using parley::Wrapping;

namespace {

constexpr std::size_t limit = std::size_t{1} << 20U;

std::string words_of(std::string_view bytes, Wrapping wrapping, std::size_t most = limit) {
  return inflate(bytes, wrapping, most).error().message();
}

}  // namespace

TEST_CASE("what was deflated is inflated again, in every wrapping") {
  for (const Wrapping wrapping : {Wrapping::none, Wrapping::zlib, Wrapping::gzip}) {
    for (const std::string& text : {std::string(), std::string("a"), std::string(300'000, 'x')}) {
      CHECK(inflate(deflate(text, wrapping), wrapping, limit).value() == text);
    }
  }
}

TEST_CASE("gzip's members are one behind the other") {
  const std::string two = deflate("one ", Wrapping::gzip) + deflate("two", Wrapping::gzip);
  CHECK(inflate(two, Wrapping::gzip, limit).value() == "one two");
}

TEST_CASE("what cannot be inflated is told") {
  const std::string text = deflate("hello", Wrapping::zlib);
  CHECK(words_of(text.substr(0, text.size() - 1), Wrapping::zlib) == "the compressed data ends too early");
  CHECK(words_of("", Wrapping::gzip) == "the compressed data ends too early");
  CHECK(words_of(text + "more", Wrapping::zlib) == "the compressed data goes on behind its end");
  CHECK(words_of("hello", Wrapping::gzip) == "incorrect header check");
  CHECK(words_of(deflate(std::string(1000, 'x'), Wrapping::none), Wrapping::none, 999) ==
        "the data is longer than the limit");
}
