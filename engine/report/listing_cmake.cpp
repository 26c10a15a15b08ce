// The CMake half of the listing: whatever stands in a name reaches CTest, and comes back, byte by byte.
#include <set>
#include <string_view>

#include "engine/report/listing.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

/// `text` as the inside of a quoted argument. Escapes, not brackets: a bracket argument loses carriage
/// returns, and a newline at its beginning.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\\':
      case '"':
      case '$':
      case '@':
        out += '\\';
        [[fallthrough]];
      default:
        out += c;
    }
  }
  return out;
}

std::string quoted_argument(std::string_view text) { return "\"" + escaped(text) + "\""; }

/// One item of a list that CTest parts at its semicolons.
std::string list_item(std::string_view text) {
  std::string out;
  for (const char c : text) out.append(c == ';' ? 1 : 0, '\\').append(1, c);
  return escaped(out);
}

std::string labels(const std::vector<std::string>& tags) {
  std::string text = "\"";
  for (const std::string& tag : tags) text += list_item(tag) + ";";
  return text + "${PARLEY_LABELS}\"";
}

/// The tests of one listing, whose names CTest wants to be lines, no two of them alike.
class Tests {
 public:
  /// A test with the arguments behind `parley run`, which end with the file. It runs whole wherever it is
  /// run: CTest has chosen it, and what a CI says of shards is about the choice.
  void add(const std::string& label, const std::vector<std::string>& tags, const std::string& arguments) {
    const std::string name = "\"${PARLEY_PREFIX}" + escaped(unlike_others(safe_line(label))) + "\"";
    text_ +=
        "add_test(" + name + " \"${PARLEY_PROGRAM}\" run --shard 1/1 ${PARLEY_ARGS} " + arguments + ")\n";
    text_ += "set_tests_properties(" + name + " PROPERTIES SKIP_RETURN_CODE 77 LABELS " + labels(tags) +
             " ${PARLEY_PROPERTIES})\n";
  }

  const std::string& text() const { return text_; }

 private:
  /// Two names may be escaped to the same line.
  std::string unlike_others(const std::string& name) {
    std::string own = name;
    for (int number = 2; !names_.insert(own).second; ++number) own = name + " #" + std::to_string(number);
    return own;
  }

  std::set<std::string> names_;
  std::string text_;
};

/// A path as an argument of parley's: one that begins with '-' is no option.
std::string path_argument(const std::string& path) { return "-- " + quoted_argument(path); }

}  // namespace

std::string listing_cmake(const std::vector<runner::Scenario>& scenarios,
                          const std::vector<std::string>& faulty, const std::string& program) {
  Tests tests;
  for (const runner::Scenario& scenario : scenarios)
    tests.add(
        scenario.file + ": " + scenario.name, scenario.tags,
        quoted_argument("--exact=" + scenario.name) + " --skip-code=77 " + path_argument(scenario.file));
  for (const std::string& file : faulty) tests.add(file, {}, path_argument(file));
  return "if(NOT DEFINED PARLEY_PROGRAM)\n  set(PARLEY_PROGRAM " + quoted_argument(program) + ")\nendif()\n" +
         tests.text();
}

}  // namespace parley::report
