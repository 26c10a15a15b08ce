// The one interface that a private network has.
#pragma once

#include "engine/base/error.hpp"

namespace parley::world {

/// Brings `lo` up in the calling process's network (netdevice(7), SIOCSIFFLAGS), so that 127.0.0.0/8 answers,
/// and ::1 too where the kernel has IPv6 at all. Needs CAP_NET_ADMIN there.
Error raise_loopback();

/// Gives `lo` a second address, the IPv4 `address` as text. glibc takes a host with no address but 127.0.0.1
/// for one without a network, and then looks no name up for whoever asks with AI_ADDRCONFIG, as curl, Node
/// and getent do (getaddrinfo(3); check_pf.c of glibc). Errors: those of SIOCSIFADDR, netdevice(7).
Error add_loopback_address(const char* address);

/// Whether a socket can be bound to ::1 here.
bool has_ipv6_loopback();

}  // namespace parley::world
