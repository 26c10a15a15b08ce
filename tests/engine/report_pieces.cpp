// The pieces of which reports are made: colours, words, excerpts, and the descriptor they are written to.
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "engine/base/descriptor.hpp"
#include "engine/base/nearest.hpp"
#include "engine/report/comparison.hpp"
#include "engine/report/sink.hpp"
#include "engine/report/source_excerpt.hpp"
#include "engine/report/style.hpp"
#include "engine/report/text.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::report;

TEST_CASE("the flag, then NO_COLOR, then CLICOLOR_FORCE, then the terminal decide on colour", "[report]") {
  CHECK(use_color(ColorChoice::always, {"1", nullptr, false}));
  CHECK_FALSE(use_color(ColorChoice::never, {nullptr, "1", true}));
  CHECK_FALSE(use_color(ColorChoice::automatic, {"1", "1", true}));
  CHECK(use_color(ColorChoice::automatic, {nullptr, "1", false}));
  CHECK(use_color(ColorChoice::automatic, {"", "1", false}));
  CHECK_FALSE(use_color(ColorChoice::automatic, {nullptr, "0", false}));
  CHECK_FALSE(use_color(ColorChoice::automatic, {nullptr, "", false}));
  CHECK(use_color(ColorChoice::automatic, {nullptr, nullptr, true}));
}

TEST_CASE("durations are told in the unit that suits them", "[report]") {
  using namespace std::chrono_literals;
  CHECK(in_words(0ns) == "0 ms");
  CHECK(in_words(1600us) == "2 ms");
  CHECK(in_words(999'400us) == "999 ms");
  CHECK(in_words(999'600us) == "1.0 s");
  CHECK(in_words(61'230ms) == "61.2 s");
}

TEST_CASE("values of one short line stand beside each other, others as a difference", "[report]") {
  const Style plain(false);
  CHECK(comparison_text("1", "2", plain) == "expected: 1\n  actual: 2\n");
  const std::string text = comparison_text("a\nb", "a\nc", plain);
  CHECK(text.find("-b\n") != std::string::npos);
  CHECK(text.find("+c\n") != std::string::npos);
}

TEST_CASE("an excerpt tolerates a file that is gone, short, or no file at all", "[report]") {
  CHECK(source_excerpt("/nonexistent.lua", 1).empty());
  CHECK(source_excerpt("/", 1).empty());
  CHECK(source_excerpt("/dev/zero", 1).empty());
  CHECK(source_excerpt(PARLEY_SOURCE_DIR "/tests/engine/expected/echo.lua", 0).empty());
  CHECK(source_excerpt(PARLEY_SOURCE_DIR "/tests/engine/expected/echo.lua", 13).empty());
  CHECK(source_excerpt(PARLEY_SOURCE_DIR "/tests/engine/expected/echo.lua", 2147483647).empty());
}

TEST_CASE("an excerpt cuts wide lines between characters", "[report]") {
  char name[] = "/tmp/parley-excerpt-XXXXXX";
  const Descriptor file(::mkstemp(name));
  std::ofstream(name) << std::string(199, 'x') << "\xc3\xa9 and more\r\nend\r\n";
  CHECK(source_excerpt(name, 2) == "  1 | " + std::string(199, 'x') + "\n> 2 | end\n");
  ::unlink(name);
}

TEST_CASE("a sink remembers the first write that failed and goes on in silence", "[report]") {
  const Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  DescriptorSink sink(full.get());
  CHECK_FALSE(sink.error());
  sink.write("lost");
  CHECK(sink.error().is_system(ENOSPC));
  sink.write("lost too");
  CHECK(sink.error().is_system(ENOSPC));
}

TEST_CASE("the nearest name is suggested, and none where nothing is near", "[base]") {
  constexpr std::string_view known[] = {"--network", "--jobs", "--set", "--filter"};
  CHECK(nearest("--netwrok", known) == "--network");
  CHECK(nearest("--job", known) == "--jobs");
  CHECK(nearest("--frobnicate", known).empty());
  CHECK(nearest("", known).empty());
  CHECK(nearest("x", known).empty());
}
