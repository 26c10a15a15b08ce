#include "engine/runner/selector.hpp"
#include "tests/catch.hpp"

namespace parley::runner {
namespace {

Scenario make(const std::string& name, const std::string& file, LineRange lines,
              std::vector<LineRange> describes = {}) {
  Scenario scenario;
  scenario.name = name;
  scenario.file = file;
  scenario.line = lines.first;
  scenario.last_line = lines.last;
  scenario.describes = std::move(describes);
  return scenario;
}

std::vector<Scenario> suite() {
  std::vector<Scenario> all = {make("redis > ping", "a.lua", {3, 5}, {{2, 9}}),
                               make("redis > quit", "a.lua", {6, 8}, {{2, 9}}),
                               make("alone", "a.lua", {11, 11}), make("ping", "b.lua", {3, 5})};
  all[0].tags = {"slow"};
  all[1].tags = {"slow", "net"};
  return all;
}

std::string names(const Selector& selector) {
  std::string list;
  for (const Scenario& scenario : selector.select(suite()))
    list += (list.empty() ? "" : ", ") + scenario.file + ":" + scenario.name;
  return list;
}

TEST_CASE("a selector that was told nothing wants everything", "[selector]") {
  CHECK(Selector().select(suite()).size() == 4);
}

TEST_CASE("a name that is given exactly is no part of another, and adds to the filters", "[selector]") {
  Selector selector;
  selector.add_name("ping");
  CHECK(names(selector) == "b.lua:ping");
  selector.add_name("/alone/");
  CHECK(names(selector) == "b.lua:ping");
  CHECK_FALSE(selector.add_filter("quit"));
  CHECK(names(selector) == "a.lua:redis > quit, b.lua:ping");
}

TEST_CASE("a filter is a part of the name, or a regular expression; of several one suffices", "[selector]") {
  Selector text;
  CHECK_FALSE(text.add_filter("ping"));
  CHECK(names(text) == "a.lua:redis > ping, b.lua:ping");
  CHECK_FALSE(text.add_filter("alone"));
  CHECK(names(text) == "a.lua:redis > ping, a.lua:alone, b.lua:ping");
  Selector pattern;
  CHECK_FALSE(pattern.add_filter("/^p.ng$/"));
  CHECK(names(pattern) == "b.lua:ping");
  Selector slash;
  CHECK_FALSE(slash.add_filter("/"));
  CHECK(names(slash).empty());
  CHECK(Selector().add_filter("/(/"));
}

TEST_CASE("tags are asked for with and, or, not and parentheses", "[selector]") {
  const auto chosen = [](const char* expression) {
    Selector selector;
    REQUIRE_FALSE(selector.add_tags(expression));
    return names(selector);
  };
  CHECK(chosen("slow") == "a.lua:redis > ping, a.lua:redis > quit");
  CHECK(chosen("slow and not net") == "a.lua:redis > ping");
  CHECK(chosen("not (slow or net)") == "a.lua:alone, b.lua:ping");
  CHECK(chosen("not slow and not net or net") == "a.lua:redis > quit, a.lua:alone, b.lua:ping");
  Selector both;
  CHECK_FALSE(both.add_tags("slow"));
  CHECK_FALSE(both.add_tags("net"));
  CHECK(names(both) == "a.lua:redis > quit");
}

TEST_CASE("what is wrong with a tag expression is said with the word that is", "[selector]") {
  const auto problem = [](const std::string& expression) {
    return std::string(Selector().add_tags(expression).message());
  };
  CHECK(problem("") == "a tag is missing at its end");
  CHECK(problem("a and") == "a tag is missing at its end");
  CHECK(problem("a b") == "expected `and` or `or` before 'b'");
  CHECK(problem("(a or b") == "a '(' is never closed");
  CHECK(problem("a & b") == "expected `and` or `or` before '&'");
  CHECK(problem("or a") == "expected a tag instead of 'or'");
  CHECK(problem(std::string(5000, '(')) == "it is nested too deep");
}

TEST_CASE("a line stands for the scenario around it, else for the describe around it", "[selector]") {
  const auto at = [](int line) {
    Selector selector;
    selector.add_line("a.lua", line);
    return names(selector);
  };
  CHECK(at(4) == "a.lua:redis > ping, b.lua:ping");  // b.lua was named without a line
  CHECK(at(2) == "a.lua:redis > ping, a.lua:redis > quit, b.lua:ping");
  CHECK(at(11) == "a.lua:alone, b.lua:ping");
  CHECK(at(10) == "b.lua:ping");
  Selector two;
  two.add_line("a.lua", 3);
  two.add_line("a.lua", 7);
  CHECK(names(two) == "a.lua:redis > ping, a.lua:redis > quit, b.lua:ping");
}

}  // namespace
}  // namespace parley::runner
