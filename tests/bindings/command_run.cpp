// `run` and `list` from paths to exit codes, with a host that reads scenarios from plain files instead of
// Lua: a line "scenario NAME" is a scenario, which fails where its name says so; a line "broken" does not
// load.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bindings/program/command_line.hpp"
#include "tests/catch.hpp"

namespace {

using namespace parley;
namespace fs = std::filesystem;

class PlainHost final : public runner::ScriptHost {
 public:
  runner::LoadedFile load(const std::string& file) override {
    runner::LoadedFile loaded;
    std::ifstream lines(file);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
      if (line == "broken") loaded.errors.push_back({file, number, "broken"});
      if (!line.starts_with("scenario ")) continue;
      runner::Scenario scenario;
      scenario.name = line.substr(9);
      scenario.file = file;
      scenario.line = number;
      scenario.index = static_cast<int>(loaded.scenarios.size());
      loaded.scenarios.push_back(scenario);
    }
    return loaded;
  }

  void run(const std::string&, const std::vector<runner::Scenario>& scenarios, const runner::Surroundings&,
           const std::function<void(const runner::Scenario&)>& started,
           const std::function<void(const runner::Scenario&, const runner::Result&)>& finished) override {
    for (const runner::Scenario& scenario : scenarios) {
      started(scenario);
      finished(scenario, result_of(scenario.name));
    }
  }

 private:
  static runner::Result result_of(const std::string& name) {
    runner::Result result;
    if (name.find("fails") == std::string::npos) return result;
    result.verdict = runner::Verdict::failed;
    result.failures.emplace_back();
    result.failures.back().message = "as it says";
    if (name.find("machine") != std::string::npos)
      result.failures.back().kind = runner::Failure::Kind::infrastructure;
    return result;
  }
};

std::unique_ptr<runner::ScriptHost> plain_host() { return std::make_unique<PlainHost>(); }

/// A working directory of its own, with scripts in it.
class Project {
 public:
  Project() : before_(fs::current_path()) {
    char name[] = "/tmp/parley-project-XXXXXX";
    path_ = ::mkdtemp(name);
    // There the program would report to GitHub, run a part only, or do what Bazel wants.
    for (const char* variable :
         {"GITHUB_ACTIONS", "CI_NODE_INDEX", "CI_NODE_TOTAL", "JOB_COMPLETION_INDEX", "TEST_TOTAL_SHARDS",
          "TEST_SHARD_INDEX", "XML_OUTPUT_FILE", "TEST_UNDECLARED_OUTPUTS_DIR", "TESTBRIDGE_TEST_ONLY",
          "TEST_PREMATURE_EXIT_FILE"})
      ::unsetenv(variable);
    fs::current_path(path_);
    ::setenv("XDG_STATE_HOME", (path_ / ".state").c_str(), 1);  // the history of its runs goes with it
    std::ofstream("good.lua") << "scenario works\n";
    std::ofstream("bad.lua") << "scenario fails\n";
    std::ofstream("machine.lua") << "scenario fails by the machine\n";
    std::ofstream("broken.lua") << "\nbroken\n";
    std::ofstream("none.lua") << "return {}\n";
    fs::create_directory("empty");
  }
  ~Project() {
    fs::current_path(before_);
    fs::remove_all(path_);
  }

  int perform(const std::vector<std::string>& arguments) {
    report::StringSink out, err;
    program::Console console{out, err, &plain_host};
    const int code = program::perform(arguments, console);
    out_ = out.text();
    err_ = err.text();
    return code;
  }
  int run(std::vector<std::string> paths) {
    paths.insert(paths.begin(), {"run", "--network", "host"});
    return perform(paths);
  }
  const std::string& out() const { return out_; }
  const std::string& err() const { return err_; }

 private:
  fs::path before_;
  fs::path path_;
  std::string out_;
  std::string err_;
};

}  // namespace

TEST_CASE("the exit code tells what became of the run", "[command run]") {
  Project project;
  CHECK(project.run({"good.lua"}) == 0);
  CHECK(project.run({"good.lua", "bad.lua"}) == 1);
  CHECK(project.run({"good.lua", "broken.lua"}) == 1);
  CHECK(project.run({"machine.lua", "bad.lua"}) == 3);
  CHECK(project.run({"none.lua"}) == 4);
  CHECK(project.run({"empty"}) == 4);
  CHECK(project.run({"good.lua", "--filter", "nowhere"}) == 4);
}

TEST_CASE("a path that does not exist is said, and the other files still run", "[command run]") {
  Project project;
  CHECK(project.run({"missing.lua", "bad.lua", "good.lua"}) == 2);
  CHECK(project.err() == "parley: missing.lua: No such file or directory\n");
  CHECK(project.out().ends_with("\n1 passed, 1 failed, 0 skipped\n"));
}

TEST_CASE("a file without scenarios is an error only where the user named it", "[command run]") {
  Project project;
  CHECK(project.run({"good.lua", "none.lua"}) == 4);
  CHECK(project.err() == "parley: no scenario in none.lua\n");
  fs::remove("broken.lua");
  fs::remove("bad.lua");
  fs::remove("machine.lua");
  CHECK(project.run({"."}) == 0);
  CHECK(project.err().empty());
}

TEST_CASE("a file named twice runs once", "[command run]") {
  Project project;
  CHECK(project.run({"good.lua", "./good.lua"}) == 0);
  CHECK(project.out().ends_with("\n1 passed, 0 failed, 0 skipped\n"));
}

TEST_CASE("without a path the folders scripts and specs are run", "[command run]") {
  Project project;
  CHECK(project.run({}) == 2);
  CHECK(project.err() ==
        "parley: no PATH given, and there is neither a folder scripts nor a folder specs here; parley init "
        "writes a "
        "first scenario\n");
  fs::create_directory("specs");
  fs::create_directory("scripts");
  fs::rename("good.lua", "specs/good.lua");
  CHECK(project.run({}) == 0);
  CHECK(project.out().find("specs/good.lua\n") != std::string::npos);
}

TEST_CASE("list names scenarios and their places, and runs nothing", "[command run]") {
  Project project;
  CHECK(project.perform({"list", "good.lua", "bad.lua"}) == 0);
  CHECK(project.out() == "good.lua:1: works\nbad.lua:1: fails\n");
  CHECK(project.perform({"list", "broken.lua", "good.lua"}) == 1);
  CHECK(project.out() == "good.lua:1: works\n");
  CHECK(project.err().find("broken.lua:2: broken\n") != std::string::npos);
}
