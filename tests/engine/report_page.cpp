// The page of --report html as text: what is in it, and what can never be.
#include <string>

#include "engine/report/page.hpp"
#include "engine/report/page_details.hpp"
#include "engine/report/run_log.hpp"
#include "tests/catch.hpp"

namespace {

using parley::report::page_details;
using parley::report::page_of;
using parley::report::RunLog;
using parley::transcript::Event;

std::size_t count_of(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

std::vector<Event> waits(std::size_t count) {
  Event event;
  event.kind = Event::Kind::wait;
  event.role = "main";
  event.what = "recv";
  return std::vector<Event>(count, event);
}

}  // namespace

TEST_CASE("the page of a run has every part of its template filled", "[page]") {
  const std::string page = page_of(R"({"name":"x"})", {"AAAA", "BBBB"});
  CHECK(count_of(page, "{\"name\":\"x\"}") == 1);
  CHECK(count_of(page, "class=\"block\">") == 2);
  CHECK(count_of(page, "script-src 'sha256-") == 1);
  for (const char* const place : {"@digest@", "@style@", "@index@", "@blocks@", "@script@"})
    CHECK(count_of(page, place) == 0);
}

TEST_CASE("no text of a run can end the element that it stands in", "[page]") {
  const std::string plain = page_of("{}", {});
  const std::string page = page_of(R"({"name":"</script><img src=x><!--<script>"})", {});
  CHECK(count_of(page, "</script>") == count_of(plain, "</script>"));
  CHECK(count_of(page, "<img") == 0);
  CHECK(count_of(page, "<!--") == 0);
}

TEST_CASE("a name that looks like a place of the template is not filled again", "[page]") {
  CHECK(count_of(page_of(R"({"name":"@script@ @blocks@"})", {}), "@script@ @blocks@") == 1);
}

TEST_CASE("of a long run the page keeps the beginning and the end, and says what is missing", "[page]") {
  RunLog log({});
  log.add(waits(RunLog::first_ones + RunLog::last_ones));
  CHECK(count_of(log.to_json(), "left_out") == 0);
  log.add(waits(3));
  const std::string json = log.to_json();
  CHECK(count_of(json, R"(["wait",)") == RunLog::first_ones + RunLog::last_ones);
  CHECK(count_of(json, R"("left_out":{"count":3,"before":2000})") == 1);
}

TEST_CASE("the diagram of a long run ends before the gap, and has why it failed", "[page]") {
  RunLog log({});
  std::vector<Event> events = waits(RunLog::first_ones + RunLog::last_ones + 1);
  for (Event& event : events) event.socket = 1;
  Event failure;
  failure.kind = Event::Kind::failure;
  failure.what = "another word";
  events.push_back(failure);
  log.add(events);
  const std::string json = log.to_json();
  const std::string diagram = json.substr(json.find(R"("diagram":)"));
  CHECK(count_of(diagram, "another word") == 1);
  CHECK(count_of(diagram, "waits in recv") == 0);
}

TEST_CASE("the command that runs a scenario again is one that a shell takes", "[page]") {
  parley::runner::Scenario scenario;
  scenario.file = "a b.lua";
  scenario.line = 7;
  scenario.name = "it's $HOME";
  parley::runner::Result result;
  CHECK(count_of(page_details(scenario, result, nullptr),
                 R"("command":"parley run 'a b.lua' --exact 'it'\\''s $HOME'")") == 1);
  scenario.name = "a\nb";
  result.segment = 3;
  CHECK(count_of(page_details(scenario, result, nullptr),
                 R"("command":"parley run 'a b.lua:7' --segment=3")") == 1);
}
