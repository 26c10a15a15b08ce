#include "engine/world/world.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/world/loopback.hpp"
#include "engine/world/mounts.hpp"
#include "engine/world/step.hpp"

namespace parley::world {

Error enter_world(Identity outside, const Names& names) {
  if (const Error error = map_root_to(outside)) return error;
  if (const Error error = raise_loopback()) return error;
  if (names.name_server) {
    if (const Error error = add_loopback_address(name_server_host)) return error;
  }
  if (const Error error = detach_mounts()) return error;
  if (const Error error = mount_proc()) return error;
  if (const Error error = mount_scratch()) return error;
  if (const Error error = cover_etc(names)) return error;
  if (sethostname(host_name, std::strlen(host_name)) < 0) return step_error("set the host name", errno);
  return {};
}

}  // namespace parley::world
