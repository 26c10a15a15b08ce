#include "engine/world/world.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/world/mounts.hpp"
#include "engine/world/network.hpp"
#include "engine/world/step.hpp"

namespace parley::world {

Error enter_world(Identity outside, const Names& names) {
  if (const Error error = map_root_to(outside)) return error;
  if (const Error error = make_network(names)) return error;
  if (const Error error = detach_mounts()) return error;
  if (const Error error = mount_proc()) return error;
  if (const Error error = mount_scratch()) return error;
  if (const Error error = cover_etc(names)) return error;
  return name_host();
}

Error name_host() {
  return sethostname(host_name, std::strlen(host_name)) == 0 ? Error()
                                                             : step_error("set the host name", errno);
}

}  // namespace parley::world
