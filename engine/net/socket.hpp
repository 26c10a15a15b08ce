// The life of a socket as thin functions over the system calls, for whoever keeps the descriptor (bindings,
// the name server). Every descriptor made here is non-blocking and close-on-exec, so nothing waits; calls
// that a signal interrupts are made again. Sending and receiving are in net/transfer.hpp, options in
// net/option.hpp.
#pragma once

#include "engine/net/address.hpp"
#include "engine/net/call.hpp"

namespace parley::net {

/// socket(2): the value is the descriptor. `type` may carry SOCK_NONBLOCK and SOCK_CLOEXEC. Errors:
/// EAFNOSUPPORT, ESOCKTNOSUPPORT, EPROTONOSUPPORT, EINVAL, EPERM, EMFILE.
Count open_socket(int family, int type, int protocol);

struct [[nodiscard]] SocketPair {
  int first = -1;
  int second = -1;
  int error = 0;
  bool ok() const { return error == 0; }
};

/// socketpair(2). Error: EOPNOTSUPP for AF_INET.
SocketPair open_pair(int family, int type, int protocol);

/// A second descriptor for the same socket, close-on-exec, as Python's dup().
Count duplicate(int fd);

/// close(2). Not an error: EINTR, after which Linux has closed, and ECONNRESET, which Python ignores.
Outcome close(int fd);

/// bind(2).
Outcome bind(int fd, const Address& address);

/// listen(2); a negative backlog counts as 0.
Outcome listen(int fd, int backlog);

struct [[nodiscard]] Accepted {
  int descriptor = -1;
  int error = 0;
  Address peer;
  bool ok() const { return error == 0; }
};

/// accept4(2). EAGAIN where nobody has come yet.
Accepted accept(int fd);

/// connect(2), one attempt. EINPROGRESS: wait until the descriptor is writable, then ask connect_result().
/// EAGAIN (AF_UNIX): the backlog is full, and no event will say when it no longer is.
Outcome connect(int fd, const Address& address);

/// How an attempt that was in progress ended, by a second connect(2) to the same address, which unlike
/// SO_ERROR can tell "not yet" (EALREADY) from success. An established connection (EISCONN) is success.
Outcome connect_result(int fd, const Address& address);
/// The error that stands on the socket (SO_ERROR), which is taken from it; none is success.
Outcome take_error(int fd);

/// shutdown(2).
Outcome shutdown(int fd, int how);

/// getsockname(2).
Outcome local_address(int fd, Address& address);

/// getpeername(2).
Outcome peer_address(int fd, Address& address);

/// Whether a program that this one starts gets the descriptor (FD_CLOEXEC, the other way round): the value is
/// 0 or 1.
Count is_inheritable(int fd);
Outcome set_inheritable(int fd, bool inheritable);

/// Sets O_NONBLOCK, for a descriptor that somebody else opened: the value is 1 where it was set already, else
/// 0.
Count make_nonblocking(int fd);

}  // namespace parley::net
