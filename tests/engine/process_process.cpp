// A child process in the hands of a real scheduler: output, input, its end.
#include "engine/process/process.hpp"

#include <signal.h>
#include <unistd.h>

#include "engine/process/table.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::process;

namespace {

struct Stage {
  SteadyClock clock;
  loop::EpollPoller poller;
  loop::Scheduler scheduler{poller, clock};
  Process process{scheduler};

  Stage() {
    ::signal(SIGPIPE, SIG_IGN);
    REQUIRE_FALSE(poller.init());
  }

  Error start(const char* script, bool wants_input = false) {
    std::string culprit;
    return process.start({{"sh", "-c", script}, {"PATH=/usr/bin:/bin"}, "/"}, wants_input, culprit);
  }

  /// Polls until `done`; false where that takes 10 s.
  template <class Done>
  bool until(Done done) {
    const Instant limit = clock.now() + std::chrono::seconds(10);
    while (!done() && clock.now() < limit) scheduler.poll(limit);
    return done();
  }

  bool ends() {
    return until([&] { return !process.is_running() && process.output_ended(); });
  }
};

}  // namespace

TEST_CASE("all that a process prints is taken by the run loop alone", "[process]") {
  Stage stage;
  REQUIRE_FALSE(stage.start("head -c 500000 /dev/zero; echo end; echo error >&2; exit 9"));
  REQUIRE(stage.ends());
  CHECK(stage.process.output().size() == 500004);
  CHECK(stage.process.errors().text() == "error\n");
  CHECK(stage.process.both().size() == 500010);
  CHECK(stage.process.status().exit_code == 9);
  CHECK(stage.process.status().signal == 0);
}

TEST_CASE("every news wakes the task that waits for it", "[process]") {
  Stage stage;
  REQUIRE_FALSE(stage.start("echo hello; exec sleep 60"));
  loop::Task task;
  REQUIRE_FALSE(stage.scheduler.park_on(task, stage.process.news_fd(), loop::Interest::read, never));
  REQUIRE(stage.until([&] { return stage.scheduler.has_runnable(); }));
  CHECK(stage.process.output().text() == "hello\n");
  CHECK(stage.scheduler.next() == &task);
  REQUIRE_FALSE(stage.scheduler.park_on(task, stage.process.news_fd(), loop::Interest::read, never));
  stage.process.signal_group(SIGKILL);
  REQUIRE(stage.until([&] { return stage.scheduler.has_runnable() && !stage.process.is_running(); }));
}

TEST_CASE("what is written waits until the process reads, and its end is an error", "[process]") {
  Stage stage;
  REQUIRE_FALSE(stage.start("wc -c; exec <&-", true));
  REQUIRE_FALSE(stage.process.write(std::string(300000, 'x')));
  CHECK_FALSE(stage.process.input_is_flushed());
  stage.process.close_input();
  REQUIRE(stage.ends());
  CHECK(stage.process.output().text() == "300000\n");
  CHECK(stage.process.write("more").is_system(EPIPE));
}

TEST_CASE("signals reach the process, and none that has ended", "[process]") {
  Stage stage;
  REQUIRE_FALSE(stage.start("echo ready; exec sleep 60"));
  REQUIRE(stage.until([&] { return stage.process.output().size() > 0; }));
  CHECK_FALSE(stage.process.signal(SIGUSR1));
  REQUIRE(stage.ends());
  CHECK(stage.process.status().signal == SIGUSR1);
  CHECK(stage.process.signal(SIGUSR1).is_system(ESRCH));
}

TEST_CASE("a process that is let go is killed with its group", "[process]") {
  pid_t group = 0;
  {
    Stage stage;
    REQUIRE_FALSE(stage.start("sleep 60 & echo ready; wait"));
    REQUIRE(stage.until([&] { return stage.process.output().size() > 0; }));
    group = stage.process.pid();
    CHECK(living_members(group).size() == 2);
    CHECK(command_of(group) == "sh -c sleep 60 & echo ready; wait");
  }
  CHECK(kill(group, 0) != 0);
  const SteadyClock clock;
  for (const Instant limit = clock.now() + std::chrono::seconds(10);
       !living_members(group).empty() && clock.now() < limit;) {
  }
  CHECK(living_members(group).empty());
}

TEST_CASE("output beyond the limit keeps its beginning, its end and its positions", "[process]") {
  Captured captured;
  captured.append("head");
  const std::string block(Captured::half, 'x');
  for (int i = 0; i < 6; ++i) captured.append(block);
  captured.append("tail");
  CHECK(captured.size() == 6 * Captured::half + 8);
  const std::string text = captured.text();
  CHECK(text.substr(0, 5) == "headx");
  CHECK(text.substr(text.size() - 5) == "xtail");
  CHECK(text.size() < 3 * Captured::half + 100);
  CHECK(text.find("[parley left out ") != std::string::npos);
  CHECK(captured.since(captured.size() - 4) == "tail");
  CHECK(captured.since(captured.size()).empty());
}
