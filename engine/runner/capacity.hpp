// How many units run at the same time. With -j N it is a number. Where nobody said, a scenario that only
// waits takes no place: another one starts while half a core is free, by what the running ones lately asked
// for.
#pragma once

#include <cstddef>

namespace parley::runner {

/// The cores that this process may use, as Rust's available_parallelism counts them: sched_getaffinity(2),
/// and cpu.max of its cgroup and of those around it (cgroups(7), version 2), rounded down; at least 1.
int usable_cores();

class Capacity {
 public:
  /// `jobs` is SessionOptions::jobs.
  explicit Capacity(int jobs);

  /// Whether what runs has to be measured (LoadMeter) to say more.
  bool asks_for_load() const { return by_load_; }
  /// As many as may run whatever they ask for: -j N, or eight for each core, but no more than 64.
  std::size_t most() const { return most_; }
  /// Whether one more may start beside `running` units that ask for `load` cores.
  bool has_room(std::size_t running, double load) const;

 private:
  bool by_load_;
  double cores_ = 0;
  std::size_t most_;
};

}  // namespace parley::runner
