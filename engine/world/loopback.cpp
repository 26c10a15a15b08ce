#include "engine/world/loopback.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "engine/base/descriptor.hpp"
#include "engine/world/step.hpp"

namespace parley::world {

Error raise_loopback() {
  const Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket) return step_error("socket", errno);
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl(socket.get(), SIOCSIFFLAGS, &request) < 0) return step_error("bring lo up", errno);
  // Where the distribution turned IPv6 off by default, a network of our own may turn it on again. Without an
  // IPv6 stack the file is missing; then there is no ::1, which `requires` can ask about.
  if (!has_ipv6_loopback()) write_file("/proc/sys/net/ipv6/conf/lo/disable_ipv6", "0", O_WRONLY);
  return {};
}

Error add_loopback_address(const char* address) {
  const Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket) return step_error("socket", errno);
  ifreq request{};
  std::strcpy(request.ifr_name, "lo:1");
  sockaddr_in second{};
  second.sin_family = AF_INET;
  inet_pton(AF_INET, address, &second.sin_addr);
  std::memcpy(&request.ifr_addr, &second, sizeof second);
  if (ioctl(socket.get(), SIOCSIFADDR, &request) < 0) return step_error("give lo a second address", errno);
  return {};
}

bool has_ipv6_loopback() {
  const Descriptor socket(::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket) return false;
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  return bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace parley::world
