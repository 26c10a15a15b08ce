// Socket options, and how much a socket holds that nobody has taken yet.
#pragma once

#include <sys/socket.h>

#include "engine/net/call.hpp"

namespace parley::net {

/// An option's value. Every int is one: -1 among them, so it cannot stand beside its error in one number.
struct [[nodiscard]] OptionValue {
  int value = 0;
  int error = 0;
  bool ok() const { return error == 0; }
};

/// getsockopt(2) of an int. Errors: ENOPROTOOPT, EOPNOTSUPP (unknown level), EBADF.
OptionValue get_option_int(int fd, int level, int option);

/// getsockopt(2) of `size` bytes at most; the value is how many the kernel wrote.
Count get_option_bytes(int fd, int level, int option, void* buffer, socklen_t size);

/// setsockopt(2). Errors: ENOPROTOOPT, EOPNOTSUPP, EINVAL, EPERM, EBADF.
Outcome set_option_int(int fd, int level, int option, int value);

/// The same with any bytes; null is handed on with its `size` (Python's form with None).
Outcome set_option_bytes(int fd, int level, int option, const void* value, socklen_t size);

/// FIONREAD: the bytes that can be received at once; for datagrams, those of the next.
Count unread_bytes(int fd);

/// SIOCOUTQ: the bytes sent that the peer has not acknowledged (TCP) or taken (AF_UNIX).
Count unsent_bytes(int fd);

}  // namespace parley::net
