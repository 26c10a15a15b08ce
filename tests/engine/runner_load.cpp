#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "engine/runner/session.hpp"
#include "tests/catch.hpp"
#include "tests/engine/runner_fake_host.hpp"

namespace parley::runner {
namespace {

Scenario named(const std::string& file, const std::string& name, int line) {
  Scenario scenario;
  scenario.file = file;
  scenario.name = name;
  scenario.line = line;
  return scenario;
}

LoadedFile pretend(const std::string& file) {
  if (file == "crash.lua") {
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
  }
  if (file == "exit.lua") _exit(7);
  if (file == "hang.lua") {
    for (;;) pause();
  }
  if (file == "twins.lua") return {{named(file, "x", 3), named(file, "y", 5), named(file, "x", 9)}, {}};
  if (file == "bad.lua") return {{}, {{file, 2, "unexpected symbol"}}};
  return {{named(file, "one", 1), named(file, "two", 2)}, {}};
}

TEST_CASE("files load each in a process of their own, in the given order", "[runner]") {
  FakeHost host;
  host.on_load = pretend;
  SignalWatch signals;
  const std::vector<LoadedFile> loaded =
      load_files(host, {"crash.lua", "good.lua", "exit.lua", "twins.lua", "bad.lua", "good.lua"}, signals);
  REQUIRE(loaded.size() == 6);
  CHECK(loaded[0].errors.at(0).message ==
        "loading it crashed: the process died of SIGSEGV (Segmentation fault)");
  CHECK(loaded[0].errors.at(0).file == "crash.lua");
  CHECK(loaded[1].scenarios.size() == 2);
  CHECK(loaded[1].errors.empty());
  CHECK(loaded[2].errors.at(0).message == "loading it ended the process with status 7 and gave nothing");
  CHECK(loaded[3].scenarios.empty());
  CHECK(loaded[3].errors.at(0).message == "two scenarios are named \"x\": line 3 and line 9");
  CHECK(loaded[3].errors.at(0).line == 9);
  CHECK(loaded[4].errors.at(0).message == "unexpected symbol");
  CHECK(loaded[5].scenarios.at(1).name == "two");
}

TEST_CASE("a file that never ends loading is given up after five seconds", "[runner][slow]") {
  FakeHost host;
  host.on_load = pretend;
  SignalWatch signals;
  const std::vector<LoadedFile> loaded = load_files(host, {"hang.lua"}, signals);
  CHECK(loaded.at(0).errors.at(0).message == "loading it took more than 5 s");
}

}  // namespace
}  // namespace parley::runner
