#include "engine/loop/poller.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>

namespace parley::loop {

namespace {

constexpr std::uint32_t every_readiness = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLPRI | EPOLLET;
constexpr std::size_t batch = 128;

std::uint64_t pack(int fd, std::uint32_t generation) {
  return (static_cast<std::uint64_t>(generation) << 32) | static_cast<std::uint32_t>(fd);
}

// epoll_pwait2(2), which counts nanoseconds; where the kernel does not have it (before 5.11, or under
// valgrind), milliseconds, rounded up: a wait never ends early.
int wait_for_events(int epoll, epoll_event* events, int capacity, Duration timeout) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(timeout);
  const timespec limit{whole.count(), (timeout - whole).count()};
  const bool for_ever = timeout < Duration::zero();
  const int count = epoll_pwait2(epoll, events, capacity, for_ever ? nullptr : &limit, nullptr);
  if (count >= 0 || errno != ENOSYS) return count;
  const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(timeout).count();
  return epoll_wait(epoll, events, capacity,
                    for_ever ? -1 : static_cast<int>(std::min<std::int64_t>(rounded, INT_MAX)));
}

}  // namespace

Error EpollPoller::init() {
  epoll_.reset(epoll_create1(EPOLL_CLOEXEC));
  return epoll_ ? Error() : Error::system(errno);
}

Error EpollPoller::arm(int fd, std::uint32_t generation) {
  epoll_event event{};
  event.events = every_readiness;
  event.data.u64 = pack(fd, generation);
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0) return {};
  // A registration that outlived its descriptor, because a duplicate of it stayed open: make it ours.
  if (errno == EEXIST && epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event) == 0) return {};
  return Error::system(errno);
}

void EpollPoller::close(int fd) { epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr); }

int EpollPoller::poll(std::span<Ready> events, Duration timeout) {
  std::array<epoll_event, batch> raw;
  const int capacity = static_cast<int>(std::min(raw.size(), events.size()));
  const int count = wait_for_events(epoll_.get(), raw.data(), capacity, timeout);
  for (int i = 0; i < count; ++i) {
    const std::uint64_t data = raw[static_cast<std::size_t>(i)].data.u64;
    events[static_cast<std::size_t>(i)] = {static_cast<int>(data & 0xffffffffU),
                                           static_cast<std::uint32_t>(data >> 32),
                                           raw[static_cast<std::size_t>(i)].events};
  }
  return std::max(count, 0);
}

}  // namespace parley::loop
