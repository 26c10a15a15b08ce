#include "engine/base/pausable_clock.hpp"

#include <sys/mman.h>

#include <new>

namespace parley {
namespace {

using Counter = std::atomic<std::int64_t>;

/// In memory that forked processes share; where there is none to be had, in this process alone.
Counter* make_counter() {
  static Counter own_counter{0};
  void* page = mmap(nullptr, sizeof(Counter), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return page == MAP_FAILED ? &own_counter : new (page) Counter{0};
}

Counter* shared_counter() {
  static Counter* const counter = make_counter();
  return counter;
}

}  // namespace

PausableClock::PausableClock() : paused_(shared_counter()) {}

}  // namespace parley
