#include "engine/net/option.hpp"

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include "engine/net/residue.hpp"

namespace parley::net {
namespace {

Count asked(int fd, unsigned long request) {
  int bytes = 0;
  const Outcome outcome = tried([&] { return ::ioctl(fd, request, &bytes); });
  if (!outcome.ok()) return {.value = -1, .error = outcome.error};
  return {.value = bytes, .error = 0};
}

}  // namespace

OptionValue get_option_int(int fd, int level, int option) {
  OptionValue result;
  socklen_t size = sizeof result.value;
  result.error = tried([&] { return ::getsockopt(fd, level, option, &result.value, &size); }).error;
  return result;
}

Count get_option_bytes(int fd, int level, int option, void* buffer, socklen_t size) {
  const Outcome outcome = tried([&] { return ::getsockopt(fd, level, option, buffer, &size); });
  if (!outcome.ok()) return {.value = -1, .error = outcome.error};
  return {.value = static_cast<ssize_t>(size), .error = 0};
}

Outcome set_option_int(int fd, int level, int option, int value) {
  return set_option_bytes(fd, level, option, &value, sizeof value);
}

Outcome set_option_bytes(int fd, int level, int option, const void* value, socklen_t size) {
  if (!is_option_of_socket(level, option)) note_residue();
  return tried([&] { return ::setsockopt(fd, level, option, value, size); });
}

Count unread_bytes(int fd) { return asked(fd, FIONREAD); }

Count unsent_bytes(int fd) { return asked(fd, SIOCOUTQ); }

}  // namespace parley::net
