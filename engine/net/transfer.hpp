// Sending and receiving, one system call each; inline, since every exchange passes here. The descriptors are
// non-blocking, so nothing waits: would_wait() says that the caller must. A write to a finished peer is EPIPE
// and never SIGPIPE.
#pragma once

#include <sys/socket.h>

#include <cstddef>

#include "engine/net/address.hpp"
#include "engine/net/call.hpp"
#include "engine/net/residue.hpp"

namespace parley::net {

/// send(2). A stream may take less than `size`.
inline Count send(int fd, const void* data, std::size_t size, int flags = 0) {
  return counted([&] { return ::send(fd, data, size, flags | MSG_NOSIGNAL); });
}

/// sendto(2).
inline Count send_to(int fd, const void* data, std::size_t size, int flags, const Address& to) {
  return counted([&] { return ::sendto(fd, data, size, flags | MSG_NOSIGNAL, to.raw(), to.length); });
}

/// sendmsg(2): several pieces of data, ancillary data.
inline Count send_message(int fd, const msghdr& message, int flags = 0) {
  if (message.msg_controllen > 0) note_residue();
  return counted([&] { return ::sendmsg(fd, &message, flags | MSG_NOSIGNAL); });
}

/// recv(2). 0 is the end of a stream, or an empty datagram. With MSG_TRUNC the value may exceed `size`: only
/// `size` bytes were written.
inline Count receive(int fd, void* buffer, std::size_t size, int flags = 0) {
  return counted([&] { return ::recv(fd, buffer, size, flags); });
}

/// recvfrom(2). `from` has length 0 where the sender has no address: a connected stream, an unbound AF_UNIX
/// socket.
inline Count receive_from(int fd, void* buffer, std::size_t size, int flags, Address& from) {
  return counted([&] {
    from.length = sizeof from.storage;
    return ::recvfrom(fd, buffer, size, flags, from.raw(), &from.length);
  });
}

/// recvmsg(2). Descriptors that arrive are inheritable unless `flags` has MSG_CMSG_CLOEXEC.
inline Count receive_message(int fd, msghdr& message, int flags = 0) {
  return counted([&] { return ::recvmsg(fd, &message, flags); });
}

/// What receive() would give, left in place; never waits.
inline Count peek(int fd, void* buffer, std::size_t size) {
  return receive(fd, buffer, size, MSG_PEEK | MSG_DONTWAIT);
}

}  // namespace parley::net
