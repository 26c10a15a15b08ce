#include "engine/process/usage.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>

#include "engine/base/file.hpp"

namespace parley::process {

namespace {

Duration of_timeval(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

std::uint64_t peak_of(pid_t pid) {
  std::string status;
  if (read_whole_file(("/proc/" + std::to_string(pid) + "/status").c_str(), status)) return 0;
  const std::size_t line = status.find("\nVmHWM:");
  unsigned long long kibibytes = 0;
  if (line != std::string::npos) std::sscanf(status.c_str() + line, "\nVmHWM: %llu kB", &kibibytes);
  return kibibytes << 10U;
}

}  // namespace

Usage& Usage::operator+=(const Usage& other) {
  cpu += other.cpu;
  peak_memory = std::max(peak_memory, other.peak_memory);
  return *this;
}

Usage usage_of(pid_t pid) {
  Usage usage;
  clockid_t clock = 0;
  timespec time{};
  if (clock_getcpuclockid(pid, &clock) == 0 && clock_gettime(clock, &time) == 0)
    usage.cpu = std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  usage.peak_memory = peak_of(pid);
  return usage;
}

Usage usage_of(const rusage& usage) {
  return {of_timeval(usage.ru_utime) + of_timeval(usage.ru_stime), static_cast<std::uint64_t>(usage.ru_maxrss)
                                                                       << 10U};
}

}  // namespace parley::process
