// A Poller tells which descriptors became ready. It is entirely passive: the Scheduler arms descriptors and
// polls. An interface, so that tests can bring a world of their own; EpollPoller is the real one.
#pragma once

#include <cstdint>
#include <span>

#include "engine/base/clock.hpp"
#include "engine/base/descriptor.hpp"
#include "engine/base/error.hpp"

namespace parley::loop {

/// A descriptor that became ready. `mask` holds EPOLL* bits. An event whose generation is not the
/// descriptor's present one is stale: it is of a socket that had the same number before.
struct Ready {
  int fd;
  std::uint32_t generation;
  std::uint32_t mask;
};

class Poller {
 public:
  virtual ~Poller() = default;
  /// Makes the poller usable. Call it after fork: an epoll descriptor is shared with the parent otherwise.
  virtual Error init() = 0;
  /// Registers `fd` once and for all, edge-triggered, for every kind of readiness. What is ready already is
  /// reported by the next poll. Called again, it reports once more what is ready then. epoll_ctl(2).
  virtual Error arm(int fd, std::uint32_t generation) = 0;
  /// Forgets `fd`, which is about to be closed.
  virtual void close(int fd) = 0;
  /// Waits until something is ready, at most `timeout` (negative: for ever). Returns how many events it
  /// wrote; 0 on time-out or when a signal came. epoll_pwait2(2).
  virtual int poll(std::span<Ready> events, Duration timeout) = 0;
};

class EpollPoller final : public Poller {
 public:
  Error init() override;
  Error arm(int fd, std::uint32_t generation) override;
  void close(int fd) override;
  int poll(std::span<Ready> events, Duration timeout) override;
  /// The epoll descriptor; -1 before init().
  int fd() const { return epoll_.get(); }

 private:
  Descriptor epoll_;
};

}  // namespace parley::loop
