#include "tests/bench/driver/machine.hpp"

#include <sys/utsname.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "tests/bench/driver/own_network.hpp"

namespace parley::bench {
namespace {

/// What stands behind `separator` in the first line of the file that begins with `key`.
std::string value_of(const char* path, const std::string& key, char separator) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(key, 0) != 0) continue;
    const std::size_t at = line.find_first_not_of(" \t\"", line.find(separator) + 1);
    if (at == std::string::npos) return "";
    return line.substr(at, line.find_last_not_of(" \"") + 1 - at);
  }
  return "";
}

}  // namespace

Machine this_machine() {
  Machine machine;
  machine.cpu = value_of("/proc/cpuinfo", "model name", ':');
  machine.cores = std::thread::hardware_concurrency();
  utsname system{};
  if (uname(&system) == 0) machine.kernel = std::string(system.sysname) + " " + system.release;
#ifdef __clang__
  machine.compiler = "clang++ " __clang_version__;
#else
  machine.compiler = "g++ " __VERSION__;
#endif
  machine.distribution = value_of("/etc/os-release", "PRETTY_NAME=", '=');
  double load = 0;
  if (getloadavg(&load, 1) == 1) machine.load = load;
  machine.own_network = can_have_network();
  return machine;
}

}  // namespace parley::bench
