#include "engine/world/renewal.hpp"

#include <sched.h>
#include <unistd.h>

#include <charconv>
#include <string>

#include "engine/base/file.hpp"
#include "engine/world/network.hpp"
#include "engine/world/world.hpp"

namespace parley::world {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr pid_t ids_of_its_own = 1;  ///< LeakSanitizer looks at a process from another one (worker.cpp).
#else
constexpr pid_t ids_of_its_own = 0;
#endif

/// The last process id, or thread id, that anyone was given in the caller's PID namespace; -1 where this
/// kernel does not say (proc_sys_kernel(5): with CONFIG_CHECKPOINT_RESTORE).
pid_t last_id() {
  std::string text;
  pid_t id = -1;
  if (!read_whole_file("/proc/sys/kernel/ns_last_pid", text))
    std::from_chars(text.data(), text.data() + text.size(), id);
  return id;
}

}  // namespace

bool Renewal::make_another_network(const Names& names) {
  const bool are_small = keep_tables_small();
  ++network_;
  if (unshare(CLONE_NEWNET) < 0 || make_network(names)) return false;
  can_be_emptied_ = are_small && forget_peers();
  return true;
}

bool was_alone(pid_t scenario) {
  const pid_t last = last_id();
  return last >= scenario && last <= scenario + ids_of_its_own;
}

bool Renewal::renew(const Names& names, bool same_network) {
  if (clear_scratch() || name_host()) return false;
  return (same_network && can_be_emptied_ && empty_network()) || make_another_network(names);
}

}  // namespace parley::world
