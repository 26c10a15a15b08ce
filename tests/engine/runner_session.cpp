#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <new>

#include "engine/runner/session.hpp"
#include "tests/catch.hpp"
#include "tests/engine/runner_fake_host.hpp"

namespace parley::runner {
namespace {

void pass(const Surroundings&, Result&) {}

/// By default action, past the handlers that sanitizers install.
[[noreturn]] void die_of(int number) {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  signal(number, SIG_DFL);
  raise(number);
  _exit(99);
}

TEST_CASE("a crash, an exit and an abort each fail their own scenario and no other", "[runner]") {
  for (const Network network : networks()) {
    FakeHost host;
    host.add("first", pass);
    host.add("segv", [](const Surroundings&, Result&) { die_of(SIGSEGV); });
    host.add("exit", [](const Surroundings&, Result&) { _exit(3); });
    host.add("abort", [](const Surroundings&, Result&) { die_of(SIGABRT); });
    host.add("last", pass);
    Notes notes;
    const SessionEnd end = run(host, notes, network);
    CHECK_FALSE(end.failure);
    CHECK(notes.lines == Lines{"start first", "passed first", "start segv", "failed segv", "start exit",
                               "failed exit", "start abort", "failed abort", "start last", "passed last"});
    CHECK(notes.message("segv") == "the scenario's process died of SIGSEGV (Segmentation fault)");
    CHECK(notes.message("exit") == "the scenario's process exited with status 3 without a result");
    CHECK(notes.message("abort") == "the scenario's process died of SIGABRT (Aborted)");
    CHECK(notes.results["segv"].failures[0].line == 2);
  }
}

TEST_CASE("a result comes back whole, however large its transcript", "[runner]") {
  FakeHost host;
  host.add("talks", [](const Surroundings&, Result& result) {
    result.transcript.assign(3'000'000, 't');
    fail(result, "said");
  });
  Notes notes;
  run(host, notes, Network::automatic);
  CHECK(notes.results["talks"].transcript.size() == 3'000'000);
  CHECK(notes.message("talks") == "said");
}

TEST_CASE("a scenario that never answers is killed", "[runner]") {
  for (const Network network : networks()) {
    FakeHost host;
    host.add("loops",
             [](const Surroundings&, Result&) {
               signal(SIGXCPU, SIG_IGN);
               for (volatile bool on = true; on;) {
               }
             })
        .timeout = std::chrono::milliseconds(50);
    Notes notes;
    run(host, notes, network);
    REQUIRE(notes.results["loops"].failures.size() == 1);
    CHECK(notes.results["loops"].failures[0].kind == Failure::Kind::unresponsive);
    CHECK(notes.results["loops"].elapsed > std::chrono::milliseconds(600));
  }
}

FakeHost* handling = nullptr;

TEST_CASE("a scenario that is told that its time is up has the last word", "[runner]") {
  FakeHost host;
  handling = &host;
  host.add("reports",
           [](const Surroundings&, Result&) {
             signal(SIGXCPU, [](int) {
               Result result;
               fail(result, "waits in recv");
               handling->current(result);
               _exit(1);
             });
             for (;;) pause();
           })
      .timeout = std::chrono::milliseconds(20);
  Notes notes;
  run(host, notes, Network::automatic);
  REQUIRE(notes.results["reports"].failures.size() == 1);
  CHECK(notes.message("reports") == "waits in recv");
}

TEST_CASE("members of a group share a process; a crash starts a new one for the rest", "[runner]") {
  FakeHost host;
  int seen = 0;  // Counted in the scenarios' process.
  const auto count = [&seen](const Surroundings&, Result& result) {
    result.transcript = std::to_string(++seen);
  };
  host.add("one", count);
  host.add("two", count);
  host.add("crash", [](const Surroundings&, Result&) { die_of(SIGKILL); });
  host.add("four", count);
  host.add("five", count);
  for (Scenario& scenario : host.scenarios) scenario.group = 0;
  Notes notes;
  run(host, notes, Network::automatic);
  CHECK(notes.results["one"].transcript == "1");
  CHECK(notes.results["two"].transcript == "2");
  CHECK(notes.message("crash").starts_with("the scenario's process died of SIGKILL (Killed)\n"));
  CHECK(notes.results["four"].transcript == "1");
  CHECK(notes.results["five"].transcript == "2");
  CHECK(notes.lines.size() == 10);
}

TEST_CASE("several jobs run all scenarios, each once", "[runner]") {
  for (const Network network : networks()) {
    FakeHost host;
    for (int i = 0; i < 30; ++i) host.add("s" + std::to_string(i), pass);
    Notes notes;
    CHECK_FALSE(run(host, notes, network, 4).failure);
    CHECK(notes.lines.size() == 60);
    CHECK(notes.results.size() == 30);
  }
}

TEST_CASE("no more scenarios run at a time than there are jobs, though the next one's world is ready",
          "[runner]") {
  struct Shared {
    std::atomic<int> now = 0;
    std::atomic<int> most = 0;
  };
  void* memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  REQUIRE(memory != MAP_FAILED);
  for (const Network network : networks()) {
    for (const int jobs : {1, 3}) {
      Shared& shared = *new (memory) Shared;
      FakeHost host;
      for (int i = 0; i < 6; ++i) {
        host.add("s" + std::to_string(i), [&](const Surroundings&, Result&) {
          const int running = ++shared.now;
          if (running > shared.most) shared.most = running;
          usleep(10'000);  // Long enough for one to be seen that does not wait for its turn.
          --shared.now;
        });
      }
      Notes notes;
      CHECK_FALSE(run(host, notes, network, jobs).failure);
      CHECK(notes.results.size() == 6);
      CHECK(shared.most >= 1);
      CHECK(shared.most <= jobs);
    }
  }
  munmap(memory, sizeof(Shared));
}

TEST_CASE("a scenario that is skipped is told of in its turn", "[runner]") {
  FakeHost host;
  host.add("first", pass);
  host.add("second", pass).required = {"command:no-such-program"};
  host.add("third", pass);
  Notes notes;
  run(host, notes, Network::automatic);
  CHECK(notes.lines == Lines{"start first", "passed first", "start second", "skipped second", "start third",
                             "passed third"});
}

TEST_CASE("files of a failed scenario are kept, with modes that let them be read", "[runner]") {
  for (const Network network : networks()) {
    FakeHost host;
    const auto write = [](const Surroundings& surroundings, Result& result) {
      const std::string folder = surroundings.directory + "/sub";
      mkdir(folder.c_str(), 0700);
      std::ofstream(folder + "/file") << "kept";
      chmod((folder + "/file").c_str(), 0);
      chmod(folder.c_str(), 0);
      if (surroundings.parameters.empty()) fail(result, "no");
      result.transcript = surroundings.directory;
    };
    host.add("fails", write);
    host.add("fails without files", [](const Surroundings&, Result& result) { fail(result, "no"); });
    Notes notes;
    run(host, notes, network);
    const std::string kept = notes.results["fails"].kept_directory;
    REQUIRE_FALSE(kept.empty());
    std::string text;
    std::ifstream(kept + "/sub/file") >> text;
    CHECK(text == "kept");
    std::filesystem::remove_all(kept);
    CHECK(notes.results["fails without files"].kept_directory.empty());
    CHECK_FALSE(std::filesystem::exists(notes.results["fails"].transcript));
  }
}

TEST_CASE("descriptors of a script begin with 3, standard input is empty", "[runner]") {
  for (const Network network : networks()) {
    FakeHost host;
    host.add("looks", [](const Surroundings&, Result& result) {
      char byte = 0;
      result.transcript = std::to_string(dup(2)) + " " + std::to_string(read(0, &byte, 1));
      result.transcript += fcntl(4, F_GETFD) < 0 && fcntl(5, F_GETFD) < 0 ? " clean" : " more are open";
    });
    Notes notes;
    run(host, notes, network, 2);
    CHECK(notes.results["looks"].transcript == "3 0 clean");
  }
}

TEST_CASE("a listener is told of a failure before the next unit begins", "[runner]") {
  FakeHost host;
  host.add("a", [](const Surroundings&, Result& result) { fail(result, "no"); });
  host.add("b", pass);
  Notes notes;
  run(host, notes, Network::automatic);
  CHECK(notes.lines == Lines{"start a", "failed a", "start b", "passed b"});
}

#ifdef __SANITIZE_ADDRESS__
TEST_CASE("a leak in a scenario's process fails the scenario", "[runner]") {
  for (const Network network : networks()) {
    FakeHost host;
    host.add("leaks", [](const Surroundings&, Result&) {
      for (std::size_t size = 100; size < 200; ++size) {
        volatile char* lost = new char[size];
        lost[0] = 1;
      }
    });
    host.add("keeps", [](const Surroundings&, Result&) {});
    Notes notes;
    run(host, notes, network);
    CHECK(notes.message("leaks").find("leaked memory") != std::string::npos);
    CHECK(notes.message("keeps").empty());
  }
}
#endif

}  // namespace
}  // namespace parley::runner
