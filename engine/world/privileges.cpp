#include "engine/world/privileges.hpp"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace parley::world {
namespace {

// What root gains by starting a program is bounded by this set.
Error empty_bounding_set() {
  for (unsigned long capability = 0; prctl(PR_CAPBSET_READ, capability) >= 0; ++capability) {
    if (prctl(PR_CAPBSET_DROP, capability) == 0) continue;
    if (errno != EPERM) return Error::system(errno);
    return {};  // An ordinary user's process, which has no capability to give up.
  }
  return {};
}

}  // namespace

Error drop_privileges() {
  if (const Error error = empty_bounding_set()) return error;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
  // An empty permitted set empties the ambient one, too.
  return syscall(SYS_capset, &header, none) == 0 ? Error() : Error::system(errno);
}

}  // namespace parley::world
