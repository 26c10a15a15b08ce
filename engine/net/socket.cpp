#include "engine/net/socket.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "engine/net/residue.hpp"

namespace parley::net {
namespace {

constexpr int creation_flags = SOCK_NONBLOCK | SOCK_CLOEXEC;

using NameCall = int (*)(int, sockaddr*, socklen_t*) noexcept;

Outcome read_address(NameCall call, int fd, Address& address) {
  address.length = sizeof address.storage;
  const Outcome outcome = tried([&] { return call(fd, address.raw(), &address.length); });
  if (!outcome.ok()) address.length = 0;
  return outcome;
}

}  // namespace

Count open_socket(int family, int type, int protocol) {
  if (!leaves_no_residue(family, type, protocol)) note_residue();
  return counted([&] { return ::socket(family, type | creation_flags, protocol); });
}

SocketPair open_pair(int family, int type, int protocol) {
  if (!leaves_no_residue(family, type, protocol)) note_residue();
  int ends[2] = {-1, -1};
  const Outcome made = tried([&] { return ::socketpair(family, type | creation_flags, protocol, ends); });
  return {.first = ends[0], .second = ends[1], .error = made.error};
}

Count duplicate(int fd) {
  return counted([&] { return ::fcntl(fd, F_DUPFD_CLOEXEC, 0); });
}

Outcome close(int fd) {
  if (::close(fd) == 0 || errno == EINTR || errno == ECONNRESET) return {};
  return {.error = errno};
}

Outcome bind(int fd, const Address& address) {
  return tried([&] { return ::bind(fd, address.raw(), address.length); });
}

Outcome listen(int fd, int backlog) {
  return tried([&] { return ::listen(fd, std::max(backlog, 0)); });
}

Accepted accept(int fd) {
  Accepted accepted;
  const Count made = counted([&] {
    accepted.peer.length = sizeof accepted.peer.storage;
    return ::accept4(fd, accepted.peer.raw(), &accepted.peer.length, creation_flags);
  });
  accepted.descriptor = static_cast<int>(made.value);
  accepted.error = made.error;
  if (!made.ok()) accepted.peer.length = 0;
  return accepted;
}

Outcome connect(int fd, const Address& address) {
  return tried([&] { return ::connect(fd, address.raw(), address.length); });
}

Outcome connect_result(int fd, const Address& address) {
  const Outcome outcome = connect(fd, address);
  return outcome.error == EISCONN ? Outcome{} : outcome;
}

Outcome take_error(int fd) {
  int code = 0;
  socklen_t length = sizeof code;
  const Outcome asked = tried([&] { return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &length); });
  return asked.ok() ? Outcome{code} : asked;
}

Outcome shutdown(int fd, int how) {
  return tried([&] { return ::shutdown(fd, how); });
}

Outcome local_address(int fd, Address& address) { return read_address(::getsockname, fd, address); }

Outcome peer_address(int fd, Address& address) { return read_address(::getpeername, fd, address); }

Count is_inheritable(int fd) {
  Count flags = counted([&] { return ::fcntl(fd, F_GETFD); });
  if (flags.ok()) flags.value = (flags.value & FD_CLOEXEC) == 0 ? 1 : 0;
  return flags;
}

Outcome set_inheritable(int fd, bool inheritable) {
  // FD_CLOEXEC is the only flag that there is.
  return tried([&] { return ::fcntl(fd, F_SETFD, inheritable ? 0 : FD_CLOEXEC); });
}

Count make_nonblocking(int fd) {
  Count flags = counted([&] { return ::fcntl(fd, F_GETFL); });
  if (!flags.ok()) return flags;
  const bool was_set = (flags.value & O_NONBLOCK) != 0;
  if (!was_set) {
    const auto wanted = static_cast<int>(flags.value) | O_NONBLOCK;
    flags = counted([&] { return ::fcntl(fd, F_SETFL, wanted); });
  }
  if (flags.ok()) flags.value = was_set ? 1 : 0;
  return flags;
}

}  // namespace parley::net
