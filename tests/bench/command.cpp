#include "tests/bench/command.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "engine/base/descriptor.hpp"

namespace parley::bench {
namespace {

/// Starts the program with both output streams going to `output`, and waits for it: its wait status, or -1.
int start_and_wait(const std::vector<std::string>& words, int output) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  pid_t child = -1;
  const int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = -1;
  if (error != 0) {
    dprintf(output, "%s: %s\n", arguments[0], std::strerror(error));
    return -1;
  }
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

std::string contents(int file) {
  std::string text;
  std::array<char, 4096> buffer;
  off_t at = 0;
  for (ssize_t size = 0; (size = pread(file, buffer.data(), buffer.size(), at)) > 0; at += size)
    text.append(buffer.data(), static_cast<std::size_t>(size));
  return text;
}

}  // namespace

Run run(const std::vector<std::string>& words, int times) {
  const Descriptor output(memfd_create("output", MFD_CLOEXEC));
  Run result;
  result.passed = true;
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < times && result.passed; ++i) result.passed = start_and_wait(words, output.get()) == 0;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
  result.seconds = elapsed.count();
  result.output = contents(output.get());
  return result;
}

bool is_installed(const std::string& program) {
  if (program.find('/') != std::string::npos) return true;
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string place; std::getline(folders, place, ':');)
    if (access(place.append("/").append(program).c_str(), X_OK) == 0) return true;
  return false;
}

}  // namespace parley::bench
