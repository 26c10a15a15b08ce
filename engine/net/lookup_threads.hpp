// The threads in which lookups are made, since getaddrinfo(3) and its kin wait and cannot be interrupted.
// They are started when they are first needed, a few at the most, and never waited for: a process may end
// while they ask.
#pragma once

#include <memory>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/net/lookup.hpp"

namespace parley::net {

/// One lookup under way. A thread fills in the answer; nobody else reads it until take_done() has given it
/// back.
struct LookupJob {
  LookupRequest request;
  LookupAnswer answer;
};

class LookupThreads {
 public:
  /// More lookups than this wait for each other.
  static constexpr int most_threads = 8;

  LookupThreads() = default;
  LookupThreads(const LookupThreads&) = delete;
  LookupThreads& operator=(const LookupThreads&) = delete;
  /// Leaves the lookups under way alone: they end by themselves, and nobody hears of them.
  ~LookupThreads();

  /// Makes the descriptor that becomes readable when a lookup is done. Errors:
  /// those of eventfd(2).
  Error open();
  /// After fork(2): the threads are the parent's, and whatever they hold stays as it was at that moment.
  void leave_to_parent();
  bool is_open() const { return state_ != nullptr; }
  int fd() const;

  /// Has a thread make the lookup. Errors: those of pthread_create(3), where there is no thread yet.
  Error start(std::shared_ptr<LookupJob> job);
  /// The lookups that are done since the last call, in the order in which they were. Empties the descriptor.
  std::vector<std::shared_ptr<LookupJob>> take_done();

 private:
  struct State;
  static void* work(void* argument);
  Error add_thread();

  std::shared_ptr<State> state_;
};

}  // namespace parley::net
