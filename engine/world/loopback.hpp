// The one interface that a private network has.
#pragma once

#include "engine/base/error.hpp"

namespace parley::world {

/// Brings `lo` up in the calling process's network (netdevice(7), SIOCSIFFLAGS), so that 127.0.0.0/8 answers,
/// and ::1 too where the kernel has IPv6 at all. Needs CAP_NET_ADMIN there.
Error raise_loopback();

/// Whether a socket can be bound to ::1 here.
bool has_ipv6_loopback();

}  // namespace parley::world
