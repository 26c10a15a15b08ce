// The account of one unit: who of its members has begun, who has a result, and what a process that ended
// early means for the one that it ended in. The running unit feeds it with messages; it tells the listener.
// It knows no process itself.
#pragma once

#include <functional>
#include <vector>

#include "engine/base/clock.hpp"
#include "engine/runner/session.hpp"
#include "engine/runner/unit.hpp"
#include "engine/world/keeper.hpp"

namespace parley::runner {

class Account {
 public:
  /// May add to a result what is known only when the process is gone.
  using Conclude = std::function<void(const Scenario&, Result&)>;

  /// The scenarios, the clock and the listener outlive the account. With `conclude`, which may be empty, all
  /// results are held back until the end.
  Account(const Unit& unit, const Clock& clock, SessionListener& listener, Conclude conclude = {});

  /// Messages of the scenario's process; an index that is nobody's is ignored. A result is told to the
  /// listener when the next member begins, or at the end: until then a crash may still add to it. From the
  /// first failure on all is held back until the end, when it is known where the directory was kept.
  void started(int index);
  void finished(int index, Result result);
  void printed(int index, const Output& output);
  /// The process is gone: gives a result to the member that it ended in, names the kept directory in what
  /// failed, and tells the listener whatever was held back.
  void ended(const world::Ending& ending);
  /// parley itself was told to stop: tells the listener of those that have a result.
  void abandoned() { release(); }

  /// The member of that index; null where there is none.
  const Scenario* scenario(int index);
  /// Members without a result yet, in order: what a fresh process has to run.
  std::vector<const Scenario*> remaining() const;

 private:
  struct Member {
    const Scenario* scenario;
    Instant began{};
    bool has_begun = false;
    bool has_result = false;
    bool begin_told = false;
    bool result_told = false;
    Result result;
  };

  Member* find(int index);
  Member* first_without_result(bool only_begun);
  void begin(Member& member);
  void fail(Member& member, Failure failure);
  bool holds_failure() const;
  void release();

  std::vector<Member> members_;
  const Clock& clock_;
  SessionListener& listener_;
  Conclude conclude_;
  int round_;
  std::optional<std::uint64_t> segment_;
  std::vector<Member*> order_;  ///< As they began.
  Member* latest_ = nullptr;    ///< Who had a result last in this process.
};

}  // namespace parley::runner
