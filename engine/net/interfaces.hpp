// The network interfaces of this machine, or of the network that the process is in.
#pragma once

#include <net/if.h>

#include <vector>

#include "engine/net/call.hpp"

namespace parley::net {

struct Interface {
  unsigned index = 0;
  char name[IF_NAMESIZE] = {};
};

/// if_nameindex(3): all of them, into `out`.
Outcome list_interfaces(std::vector<Interface>& out);

}  // namespace parley::net
