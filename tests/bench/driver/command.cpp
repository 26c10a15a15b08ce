#include "tests/bench/driver/command.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "engine/base/descriptor.hpp"
#include "tests/bench/driver/own_network.hpp"

namespace parley::bench {
namespace {

constexpr unsigned most_seconds = 600;

/// In the child: becomes the program.
[[noreturn]] void become(const std::vector<std::string>& words, Network network, int output) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
  dup2(nothing.get(), STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  if (network == Network::own && can_have_network()) enter_own_network();
  alarm(most_seconds);
  execvp(arguments[0], arguments.data());
  dprintf(STDERR_FILENO, "%s: %s\n", arguments[0], std::strerror(errno));
  _exit(127);
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// All that comes, until nobody is left who could write.
std::string contents(int pipe) {
  std::string text;
  std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t size = read(pipe, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

/// Adds those of the line "bench: NAME NUMBER..." in the output.
void add_printed(const std::string& output, Figures& figures) {
  constexpr std::string_view mark = "bench: ";
  const std::size_t at = output.find(mark);
  if (at == std::string::npos) return;
  // In JSON the line ends with a backslash, and no figure has one.
  std::istringstream line(
      output.substr(at + mark.size(), output.find_first_of("\\\n", at) - at - mark.size()));
  std::string name;
  for (double value = 0; line >> name >> value;) figures[name] = value;
}

}  // namespace

Run run(const std::vector<std::string>& words, Network network) {
  std::array<int, 2> ends;
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {};
  const Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  const auto began = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child < 0) return {};
  if (child == 0) become(words, network, to.get());
  to.reset();
  Run result;
  result.output = contents(from.get());
  int status = -1;
  rusage usage{};
  while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - began;
  result.passed = status == 0;
  add_printed(result.output, result.figures);
  result.figures["wall"] = elapsed.count();
  result.figures["cpu"] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  result.figures["peak"] = static_cast<double>(usage.ru_maxrss) * 1024;
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
