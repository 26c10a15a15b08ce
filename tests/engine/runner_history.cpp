// The history as data: what it keeps of a run, how it reads back, what leaves it.
#include "engine/runner/history.hpp"
#include "tests/catch.hpp"

namespace parley::runner {
namespace {

using std::chrono::milliseconds;

constexpr std::time_t day = 24 * 60 * 60;
constexpr std::time_t today = 20'000 * day;

const Project project{"/home/me/shop", "/home/me/shop/specs"};

Scenario scenario(const std::string& file, const std::string& name) {
  Scenario made;
  made.file = file;
  made.name = name;
  return made;
}

Result ended(Verdict verdict, Duration elapsed = {}, Duration cpu = {}) {
  Result result;
  result.verdict = verdict;
  result.elapsed = elapsed;
  result.cpu = cpu;
  return result;
}

/// A history after a run of one scenario.
History after(History history, const Scenario& scenario, const Result& result, std::time_t now = today) {
  HistoryChanges changes(project);
  changes.note(scenario, result);
  history.add(changes, now);
  return history;
}

TEST_CASE("a file has one name, wherever in the project it was named from", "[history]") {
  CHECK(project.name_of("a.lua") == "specs/a.lua");
  CHECK(project.name_of("./sub//a.lua") == "specs/sub/a.lua");
  CHECK(project.name_of("../scripts/a.lua") == "scripts/a.lua");
  CHECK(project.name_of("/home/me/shop/specs/a.lua") == "specs/a.lua");
  CHECK(project.name_of("/home/me/shopping/a.lua") == "/home/me/shopping/a.lua");
}

TEST_CASE("the last runs count for the time, the very last for the verdict", "[history]") {
  const Scenario waits = scenario("a.lua", "waits");
  History history = after({}, waits, ended(Verdict::failed, milliseconds(400), milliseconds(40)));
  CHECK(history.find(project, waits)->failed);
  CHECK(history.find(project, waits)->elapsed == milliseconds(400));
  history = after(history, waits, ended(Verdict::passed, milliseconds(200), milliseconds(20)));
  CHECK_FALSE(history.find(project, waits)->failed);
  CHECK(history.find(project, waits)->elapsed == milliseconds(300));
  CHECK(history.find(project, waits)->cpu == milliseconds(30));
  CHECK_FALSE(history.find(project, scenario("b.lua", "waits")));
}

TEST_CASE("a skip takes no time, a flaky one has passed, a round that failed stays failed", "[history]") {
  const Scenario odd = scenario("a.lua", "odd");
  History history = after({}, odd, ended(Verdict::failed, milliseconds(400)));
  history = after(history, odd, ended(Verdict::skipped));
  CHECK_FALSE(history.find(project, odd)->failed);
  CHECK(history.find(project, odd)->elapsed == milliseconds(400));
  history = after(history, odd, ended(Verdict::flaky, milliseconds(400)));
  CHECK_FALSE(history.find(project, odd)->failed);
  HistoryChanges rounds(project);
  rounds.note(odd, ended(Verdict::failed));
  rounds.note(odd, ended(Verdict::passed));
  history.add(rounds, today);
  CHECK(history.find(project, odd)->failed);
}

TEST_CASE("a file that did not load counts as failed until one of its scenarios has run", "[history]") {
  const Scenario fine = scenario("a.lua", "fine");
  History history;
  HistoryChanges broken(project);
  broken.note_load_error("a.lua");
  history.add(broken, today);
  CHECK(history.find(project, fine)->failed);
  history = after(history, fine, ended(Verdict::passed));
  CHECK_FALSE(history.find(project, fine)->failed);
}

TEST_CASE("what has not run for long leaves", "[history]") {
  const Scenario gone = scenario("a.lua", "gone");
  const Scenario stays = scenario("a.lua", "stays");
  History history = after({}, gone, ended(Verdict::failed, milliseconds(1)), today - 91 * day);
  CHECK(history.find(project, gone));
  history = after(history, stays, ended(Verdict::failed, milliseconds(1)), today);
  CHECK_FALSE(history.find(project, gone));
  CHECK(history.find(project, stays));
}

TEST_CASE("of more than 100,000 the ones that ran the longest ago leave", "[history]") {
  HistoryChanges many(project);
  for (int i = 0; i < 100'000; ++i)
    many.note(scenario("a.lua", "s" + std::to_string(i)), ended(Verdict::passed, milliseconds(1)));
  History history = after({}, scenario("a.lua", "old"), ended(Verdict::passed, milliseconds(1)), today - day);
  history.add(many, today);
  CHECK_FALSE(history.find(project, scenario("a.lua", "old")));
  CHECK(history.find(project, scenario("a.lua", "s99999")));
}

TEST_CASE("it reads back as it was written, whatever the names", "[history]") {
  const Scenario hostile = scenario("odd\t\\n\n.lua", "name\twith\n\\all");
  History history = after({}, hostile, ended(Verdict::failed, milliseconds(7), milliseconds(3)));
  history = after(history, scenario("b.lua", "b"), ended(Verdict::passed, milliseconds(9)));
  const std::string text = history.to_string(project);
  History again;
  CHECK_FALSE(again.parse(text));
  CHECK(again.to_string(project) == text);
  REQUIRE(again.find(project, hostile));
  CHECK(again.find(project, hostile)->failed);
  CHECK(again.find(project, hostile)->cpu == milliseconds(3));
}

TEST_CASE("lines that are out of order are taken, and of two about one scenario the last", "[history]") {
  const auto line = [](const char* verdict, int micros, const char* name) {
    return std::string(verdict) + "\t1000000\t" + std::to_string(micros) + "\t1\tspecs/a.lua\t" + name + "\n";
  };
  History history;
  CHECK_FALSE(history.parse("parley history 1\t/project\n" + line("failed", 1000, "b") +
                            line("failed", 2000, "a") + line("passed", 3000, "b")));
  const std::string text = history.to_string(project);
  CHECK(text.substr(text.find('\n') + 1) == line("failed", 2000, "a") + line("passed", 3000, "b"));
  REQUIRE(history.find(project, scenario("a.lua", "b")));
  CHECK_FALSE(history.find(project, scenario("a.lua", "b"))->failed);
}

TEST_CASE("a run changes the lines of its own scenarios alone", "[history]") {
  const std::string lines[] = {"passed\t" + std::to_string(today) + "\t007\t1\tspecs/a.lua\ta\n",
                               "passed\t" + std::to_string(today) + "\t009\t1\tspecs/a.lua\tc\n"};
  History history;
  CHECK_FALSE(history.parse("parley history 1\t/project\n" + lines[0] + lines[1]));
  history = after(history, scenario("a.lua", "b"), ended(Verdict::passed, milliseconds(9)));
  const std::string text = history.to_string(project);
  const std::size_t first = text.find(lines[0]);
  const std::size_t added = text.find("\tspecs/a.lua\tb\n");
  REQUIRE(added != std::string::npos);
  CHECK(first < added);
  CHECK(added < text.find(lines[1]));
}

TEST_CASE("what is damaged is said with its line, and nothing of it is believed", "[history]") {
  const std::string text =
      after({}, scenario("a.lua", "a"), ended(Verdict::failed, milliseconds(7))).to_string(project);
  for (std::size_t size = 0; size < text.size(); ++size) {
    // A header alone is a history of nothing.
    if (size == text.find('\n') + 1) continue;
    History history;
    INFO(size);
    CHECK(history.parse(text.substr(0, size)));
    CHECK_FALSE(history.find(project, scenario("a.lua", "a")));
  }
  History history;
  CHECK(history.parse(text + "nonsense\n").to_string() == "line 3 is no record");
  CHECK(history
            .parse("\x7f"
                   "ELF")
            .to_string() == "its first line is none of this parley");
}

}  // namespace
}  // namespace parley::runner
