// Memory that a scenario's process shares with parley, for the events that it has not sent yet. To write an
// event costs a copy, and no system call; and what is there outlives the process, whatever kills it, SIGKILL
// too.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>
#include <utility>

#include "engine/base/result.hpp"

namespace parley::runner {

class EventArea {
 public:
  EventArea() = default;
  /// Errors: those of mmap(2).
  static parley::Result<EventArea> make();
  EventArea(EventArea&& other) noexcept : page_(std::exchange(other.page_, nullptr)) {}
  EventArea& operator=(EventArea&& other) noexcept {
    std::swap(page_, other.page_);
    return *this;
  }
  ~EventArea();

  explicit operator bool() const { return page_ != nullptr; }

  /// Adds a record behind the others; false where there is no room for it.
  bool add(std::string_view record);
  /// What is there; a reader that comes in the middle of add() sees nothing of that record.
  std::string_view records() const;
  /// How many bytes of records stood before these, and are gone.
  std::uint64_t base() const { return page_->base.load(std::memory_order_acquire); }
  /// Forgets the records: they were sent.
  void clear();

 private:
  static constexpr std::size_t room = (std::size_t{256} << 10U) - 64;
  struct Page {
    std::atomic<std::uint64_t> base;
    std::atomic<std::uint64_t> used;
    char bytes[room];
  };
  static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

  Page* page_ = nullptr;
};

}  // namespace parley::runner
