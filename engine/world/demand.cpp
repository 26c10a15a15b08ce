#include "engine/world/demand.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/descriptor.hpp"

namespace parley::world {
namespace {

// A tree that grows faster than it can be walked is not followed for ever.
constexpr std::size_t most_processes = 1000;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

/// The first 4096 bytes of a small file of /proc; none where it is missing.
std::string beginning_of(const std::string& path) {
  std::array<char, 4096> bytes{};
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const ssize_t size = file ? ::read(file.get(), bytes.data(), bytes.size()) : -1;
  return {bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

/// The numbers, with blanks between them, that such a file begins with.
std::vector<std::int64_t> numbers_in(const std::string& path) {
  std::vector<std::int64_t> numbers;
  const std::string text = beginning_of(path);
  std::string_view rest = text;
  std::int64_t number = 0;
  for (;;) {
    const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error != std::errc()) return numbers;
    numbers.push_back(number);
    rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
    rest.remove_prefix(std::min(rest.find_first_not_of(" \n"), rest.size()));
  }
}

/// Of the file stat of a thread: its state stands behind its name, which may hold anything.
bool is_runnable(const std::string& stat) {
  const std::size_t end = stat.rfind(')');
  return end != std::string::npos && stat.substr(end).starts_with(") R");
}

struct Look {
  bool told = false;  ///< The kernel says of some thread how long it ran.
  Demand demand;
  std::vector<std::int64_t> children;
};

/// What all threads of a process ran and waited to run, and the children of each.
Look look_at(std::int64_t pid) {
  Look look;
  const std::string tasks = "/proc/" + std::to_string(pid) + "/task/";
  const std::unique_ptr<DIR, CloseFolder> folder(::opendir(tasks.c_str()));
  if (!folder) return look;
  while (const dirent* entry = ::readdir(folder.get())) {
    if (entry->d_name[0] == '.') continue;
    const std::string task = tasks + entry->d_name;
    if (const auto times = numbers_in(task + "/schedstat"); times.size() >= 2) {
      look.told = true;
      look.demand.time += Duration(times[0] + times[1]);
      look.demand.runnable += is_runnable(beginning_of(task + "/stat")) ? 1 : 0;
    }
    const auto children = numbers_in(task + "/children");
    look.children.insert(look.children.end(), children.begin(), children.end());
  }
  return look;
}

}  // namespace

std::optional<Demand> demand_below(pid_t ancestor) {
  const Look top = look_at(ancestor);
  if (!top.told) return std::nullopt;
  Demand demand;
  std::vector<std::int64_t> left = top.children;
  for (std::size_t seen = 0; !left.empty() && seen < most_processes; ++seen) {
    const std::int64_t pid = left.back();
    left.pop_back();
    const Look look = look_at(pid);
    demand.time += look.demand.time;
    demand.runnable += look.demand.runnable;
    left.insert(left.end(), look.children.begin(), look.children.end());
  }
  return demand;
}

}  // namespace parley::world
