#include "engine/runner/capacity.hpp"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/file.hpp"

namespace parley::runner {
namespace {

constexpr int waiting_scenarios_a_core = 8;
constexpr int most_at_once = 64;
/// One that is new counts as a whole core until it was measured; half of one must be free for it, since one
/// that computes is seldom seen to ask for all of its core.
constexpr double room_for_another = 0.5;

int cores_of_affinity() {
  cpu_set_t set;
  CPU_ZERO(&set);
  // More than 1024 processors do not fit into the set (EINVAL): then they are not what limits us.
  return ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : most_at_once;
}

/// "150000 100000": microseconds in each period; nothing for "max 100000", or where the file is missing.
std::optional<int> cores_of_quota(const std::string& file) {
  std::string text;
  if (read_whole_file(file.c_str(), text)) return std::nullopt;
  const char* end = text.data() + text.size();
  long quota = 0;
  long period = 0;
  const auto [stop, error] = std::from_chars(text.data(), end, quota);
  if (error != std::errc() || stop == end) return std::nullopt;
  if (std::from_chars(stop + 1, end, period).ec != std::errc() || period <= 0) return std::nullopt;
  return static_cast<int>(std::clamp(quota / period, 1L, static_cast<long>(most_at_once)));
}

/// This process's cgroup of version 2, as a path from the root of its hierarchy with a slash behind it; empty
/// where it has none.
std::string own_cgroup() {
  std::string text;
  if (read_whole_file("/proc/self/cgroup", text)) return {};
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = std::string_view(text).substr(begin, end - begin);
    if (line.starts_with("0::/")) return std::string(line.substr(3)) + "/";
    begin = end + 1;
  }
  return {};
}

}  // namespace

int usable_cores() {
  int cores = cores_of_affinity();
  // "/a/b", "/a", "" (the root of what this process sees, which in a container has limits, too).
  for (std::string group = own_cgroup(); !group.empty();) {
    group.resize(group.rfind('/'));
    cores = std::min(cores, cores_of_quota("/sys/fs/cgroup" + group + "/cpu.max").value_or(cores));
  }
  return std::max(cores, 1);
}

Capacity::Capacity(int jobs) : by_load_(jobs <= 0), most_(static_cast<std::size_t>(std::max(jobs, 1))) {
  if (!by_load_) return;
  const int cores = usable_cores();
  cores_ = cores;
  most_ = static_cast<std::size_t>(std::max(cores, std::min(cores * waiting_scenarios_a_core, most_at_once)));
}

bool Capacity::has_room(std::size_t running, double load) const {
  if (running == 0) return true;
  return running < most_ && (!by_load_ || load + room_for_another <= cores_);
}

}  // namespace parley::runner
