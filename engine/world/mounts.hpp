// What a private world sees in the file system: a procfs of its own, a tmpfs that goes with it, and its own
// files in /etc. Each function is a step of enter_world (world.hpp), called in the new mount namespace.
#pragma once

#include <map>
#include <string>

#include "engine/base/error.hpp"

namespace parley::world {

/// The host name inside.
inline constexpr const char* host_name = "parley";
/// The scenario's directory, on the tmpfs: short, and the same for every scenario.
inline constexpr const char* private_directory = "/dev/shm/scenario";

/// The names that a world knows.
struct Names {
  std::map<std::string, std::string> hosts;  ///< Name -> address, for its hosts file.
  bool name_server = false;  ///< What the hosts file does not have is asked of name_server_host.
};

/// Where a world's name server listens, at port 53, if there is one.
inline constexpr const char* name_server_host = "127.0.0.53";

/// No mount made here is seen outside, none made outside is seen here.
Error detach_mounts();

/// The /proc of the new PID namespace. In a container the kernel forbids it (EPERM); then the outer one
/// stays, and that is no error.
Error mount_proc();

/// A tmpfs over /dev/shm, a path that every Linux has, and the scenario's directory on it.
Error mount_scratch();

/// Leaves on that tmpfs what mount_scratch and cover_etc put there, the scenario's directory empty.
Error clear_scratch();

/// Puts files of our own over /etc/hosts, resolv.conf and nsswitch.conf, through symbolic links; one that
/// does not exist is left alone.
Error cover_etc(const Names& names);

}  // namespace parley::world
