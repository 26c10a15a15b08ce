// What a process may leave behind in its network, though all its sockets are closed. A network in which
// nobody did any of it can be used by another scenario.
#pragma once

#include <cstddef>

namespace parley::net {

/// Whether a socket of this kind only ever makes connections and queues, which the kernel can be asked for:
/// TCP, UDP and AF_UNIX. Through any other one (raw, packet, netlink) a network can be changed, or has states
/// of its own (SCTP, MPTCP). `type` may carry SOCK_NONBLOCK and SOCK_CLOEXEC.
bool leaves_no_residue(int family, int type, int protocol);

/// Whether what setsockopt(2) sets is gone with the socket: not so the rules of iptables and multicast
/// routing (options from 64 on of the levels IPPROTO_IP and IPPROTO_IPV6), flow labels of IPv6, keys and
/// cookies of TCP Fast Open, and levels that we do not know.
bool is_option_of_socket(int level, int option);

/// Notes that this process did something that may outlast it: opened such a socket, set such an option, or
/// sent ancillary data, since descriptors that are under way hold sockets whose process is gone.
void note_residue();
/// How often that was noted, by this process and by those that it was forked from.
std::size_t residues();

}  // namespace parley::net
