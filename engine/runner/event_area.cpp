#include "engine/runner/event_area.hpp"

#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <new>

namespace parley::runner {

parley::Result<EventArea> EventArea::make() {
  void* memory = mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return Error::system(errno);
  EventArea area;
  area.page_ = static_cast<Page*>(memory);  // All zero, as the kernel gives it: no page is touched yet.
  new (&area.page_->base) std::atomic<std::uint64_t>(0);
  new (&area.page_->used) std::atomic<std::uint64_t>(0);
  return area;
}

EventArea::~EventArea() {
  if (page_ != nullptr) munmap(page_, sizeof(Page));
}

bool EventArea::add(std::string_view record) {
  const std::uint64_t used = page_->used.load(std::memory_order_relaxed);
  if (record.size() > room - used) return false;
  std::memcpy(page_->bytes + used, record.data(), record.size());
  page_->used.store(used + record.size(), std::memory_order_release);
  return true;
}

std::string_view EventArea::records() const {
  const std::uint64_t used = page_->used.load(std::memory_order_acquire);
  return {page_->bytes, used <= room ? used : 0};
}

// In this order a reader never takes new records for old ones.
void EventArea::clear() {
  const std::uint64_t used = page_->used.load(std::memory_order_relaxed);
  page_->used.store(0, std::memory_order_release);
  page_->base.fetch_add(used, std::memory_order_release);
}

}  // namespace parley::runner
