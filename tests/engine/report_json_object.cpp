// The objects of the event log: what a JSON parser reads of them.
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/report/json_object.hpp"
#include "engine/report/text.hpp"
#include "tests/catch.hpp"

using namespace parley::report;
using Json = nlohmann::json;

namespace {

/// What a parser reads of a text in an object.
std::string as_read(std::string_view text) {
  std::string line;
  JsonObject object(line);
  object.text("text", text);
  object.end();
  return Json::parse(line)["text"];
}

}  // namespace

TEST_CASE("an object is one line that a parser reads", "[events]") {
  std::string lines;
  for (int i = 0; i < 2; ++i) {
    JsonObject object(lines);
    object.text("type", "call");
    object.number("run", i);
    object.number("lowest", std::numeric_limits<std::int64_t>::min());
    object.number("highest", std::numeric_limits<std::uint64_t>::max());
    object.texts("none", {});
    object.texts("some", {"\"x\"", "y\\", ""});
    object.bytes("bytes", std::string_view("\0\xff\xfe", 3));
    object.end();
  }
  const std::size_t end = lines.find('\n');
  const Json first = Json::parse(lines.substr(0, end));
  CHECK(first["type"] == "call");
  CHECK(first["lowest"] == std::numeric_limits<std::int64_t>::min());
  CHECK(first["highest"] == std::numeric_limits<std::uint64_t>::max());
  CHECK(first["none"] == Json::array());
  CHECK(first["some"] == Json::array({"\"x\"", "y\\", ""}));
  CHECK(first["bytes"] == "AP/+");
  CHECK(Json::parse(lines.substr(end + 1))["run"] == 1);
}

TEST_CASE("a text is what a line of a report shows, whatever bytes it holds", "[events]") {
  for (int first = 0; first < 256; ++first) {
    for (const char* rest : {"", "x", "\"", "\\", "\xa9", "\n"}) {
      const std::string text = static_cast<char>(first) + std::string(rest);
      INFO("byte " << first << " before " << safe_line(rest));
      CHECK(as_read(text) == safe_line(text));
    }
  }
}
