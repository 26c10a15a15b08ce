// Starting programs: what the child gets, and what is said where it cannot start.
#include <fcntl.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <filesystem>

#include "engine/process/spawn.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::process;

namespace {

Program program(std::vector<std::string> arguments) {
  return {std::move(arguments), {"PATH=/usr/local/bin:/usr/bin:/bin"}, "/"};
}

struct Outcome {
  int error;
  std::string culprit;
  int status;
  std::string output;
};

Outcome run(const Program& program) {
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  const Descriptor reading(ends[0]);
  Descriptor writing = moved_up(Descriptor(ends[1]));
  const Descriptor null = moved_up(Descriptor(open("/dev/null", O_RDWR | O_CLOEXEC)));
  Outcome outcome{};
  Result<Child> child = spawn(program, {null.get(), writing.get(), null.get()}, outcome.culprit);
  outcome.error = child.error().code();
  if (!child) return outcome;
  CHECK(child->pidfd.get() >= first_own_descriptor);
  writing.reset();
  std::array<char, 4096> text{};
  for (ssize_t count = 1; count > 0;) {
    count = read(reading.get(), text.data(), text.size());
    if (count > 0) outcome.output.append(text.data(), static_cast<std::size_t>(count));
  }
  waitpid(child->pid, &outcome.status, 0);
  return outcome;
}

}  // namespace

TEST_CASE("a program is found in the PATH of its own environment", "[process]") {
  CHECK(run(program({"echo", "a  b"})).output == "a  b\n");
  Program lost = program({"echo", "a"});
  lost.environment = {"PATH=/nowhere"};
  CHECK(run(lost).error == ENOENT);
  lost.environment = {};
  CHECK(run(lost).output == "a\n");  // As execvp(3) where there is no PATH.
}

TEST_CASE("a path with a slash begins in the folder of the caller, not of the child", "[process]") {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path("/bin");
  CHECK(run(program({"./echo", "here"})).output == "here\n");
  std::filesystem::current_path(before);
}

TEST_CASE("a program that cannot start says why, and what it is about", "[process]") {
  const Outcome missing = run(program({"/no/such/program"}));
  CHECK(missing.error == ENOENT);
  CHECK(missing.culprit == "/no/such/program");
  CHECK(run(program({"/etc/passwd"})).error == EACCES);
  CHECK(run(program({"/etc/passwd/x"})).error == ENOTDIR);
  Program homeless = program({"true"});
  homeless.directory = "/no/such/folder";
  CHECK(run(homeless).error == ENOENT);
  CHECK(run(homeless).culprit == "/no/such/folder");
}

TEST_CASE("the child has no descriptor of ours, no signal blocked, a session of its own", "[process]") {
  const Descriptor inheritable(open("/dev/null", O_RDONLY));  // NOLINT: without O_CLOEXEC, on purpose
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  const Outcome outcome = run(
      program({"sh", "-c", "ls /proc/$$/fd; grep SigBlk /proc/self/status; cut -d' ' -f1,6 /proc/$$/stat"}));
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
  const std::string before_last = "0\n1\n2\nSigBlk:\t0000000000000000\n";
  CHECK(outcome.output.substr(0, before_last.size()) == before_last);
  const std::string last = outcome.output.substr(outcome.output.rfind('\n', outcome.output.size() - 2) + 1);
  CHECK(last.substr(0, last.find(' ')) + "\n" == last.substr(last.find(' ') + 1));
}
