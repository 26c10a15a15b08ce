// What is left when parley itself is killed, or told to stop: nothing. Each test forks a session of its own.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "engine/base/descriptor.hpp"
#include "tests/catch.hpp"
#include "tests/engine/runner_fake_host.hpp"
#include "tests/folder.hpp"

namespace parley::runner {
namespace {

/// The folder in which the directories of the scenarios lie on the host network, and copies of those that
/// failed: one of this test's own, since other runs have theirs in the usual places.
class OwnFolder {
 public:
  OwnFolder() {
    for (const char* variable : variables) REQUIRE(setenv(variable, folder_.path().c_str(), 1) == 0);
  }
  ~OwnFolder() {
    for (const char* variable : variables) unsetenv(variable);
  }

  bool is_empty() const { return std::filesystem::is_empty(folder_.path()); }

 private:
  static constexpr std::array<const char*, 2> variables{"TEST_TMPDIR", "TMPDIR"};
  Folder folder_;
};

/// A named pipe whose writing end a scenario and its grandchild hold: at its end, both are gone.
class Life {
 public:
  Life() {
    path = "/tmp/life-of-a-scenario-" + std::to_string(getpid());
    unlink(path.c_str());
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
    reading_.reset(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  }
  ~Life() { unlink(path.c_str()); }

  void wait_for_both() {
    for (int seen = 0; seen < 2;) {
      char bytes[2];
      if (!readable()) FAIL("the scenario did not begin");
      const ssize_t length = read(reading_.get(), bytes, sizeof bytes);
      if (length <= 0) FAIL("one of the two did not live to say so");
      seen += static_cast<int>(length);
    }
  }
  bool both_are_gone() {
    char byte = 0;
    return readable() && read(reading_.get(), &byte, 1) == 0;
  }

  std::string path;

 private:
  bool readable() {
    pollfd end{reading_.get(), POLLIN, 0};
    return poll(&end, 1, 10'000) == 1;
  }
  Descriptor reading_;
};

/// In the scenario's process: forks a grandchild that leaves its session and process group and never ends.
/// Both have said that they are there when this returns.
void begin_both(const std::string& life) {
  const int held = open(life.c_str(), O_WRONLY);
  std::array<int, 2> ready{};
  char byte = 0;
  if (held < 0 || pipe(ready.data()) < 0) _exit(1);
  if (fork() == 0) {
    setsid();
    if (write(held, "x", 1) != 1 || write(ready[1], "r", 1) != 1) _exit(1);
    for (;;) pause();
  }
  if (read(ready[0], &byte, 1) != 1 || write(held, "x", 1) != 1) _exit(1);
}

/// The session's process: its scenario never ends.
[[noreturn]] void be_session(Network network, const std::string& life) {
  FakeHost host;
  host.add("stays",
           [&](const Surroundings&, Result&) {
             const int held = open(life.c_str(), O_WRONLY);
             if (fork() == 0) setsid();
             if (write(held, "x", 1) != 1) _exit(1);
             for (;;) pause();
           })
      .timeout = std::chrono::hours(1);
  Notes notes;
  SessionOptions options;
  options.network = network;
  SignalWatch signals;
  _exit(run_scenarios(host, host.scenarios, options, notes, signals).signal);
}

/// Runs a session, sends it `number` in the middle, and returns its wait status when nothing is left of it:
/// this process adopts whatever the session leaves, and waits for all of it.
int interrupt_session(Network network, int number) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  Life life;
  const pid_t session = fork();
  if (session == 0) be_session(network, life.path);
  life.wait_for_both();
  kill(session, number);
  int status = 0;
  CHECK(waitpid(session, &status, 0) == session);
  if (!life.both_are_gone()) FAIL("a process of the scenario outlived its session");
  while (waitpid(-1, nullptr, 0) > 0) {
  }
  prctl(PR_SET_CHILD_SUBREAPER, 0);
  return status;
}

TEST_CASE("after SIGKILL nothing of a session stays behind", "[runner]") {
  const OwnFolder folder;
  for (const Network network : networks()) {
    for (int round = 0; round < 10; ++round) CHECK(WTERMSIG(interrupt_session(network, SIGKILL)) == SIGKILL);
  }
  CHECK(folder.is_empty());
}

TEST_CASE("SIGINT and SIGTERM end a session in order, and nothing stays behind", "[runner]") {
  const OwnFolder folder;
  for (const Network network : networks()) {
    for (const int number : {SIGINT, SIGTERM}) {
      const int status = interrupt_session(network, number);
      CHECK(WIFEXITED(status));
      CHECK(WEXITSTATUS(status) == number);
    }
  }
  CHECK(folder.is_empty());
}

TEST_CASE("a grandchild does not outlive its scenario", "[runner]") {
  const OwnFolder folder;
  for (const Network network : networks()) {
    Life life;
    FakeHost host;
    host.add("forks", [&](const Surroundings&, Result&) { begin_both(life.path); });
    Notes notes;
    run(host, notes, network);
    life.wait_for_both();
    CHECK(life.both_are_gone());
    CHECK(notes.lines.back() == "passed forks");
  }
  CHECK(folder.is_empty());
}

}  // namespace
}  // namespace parley::runner
