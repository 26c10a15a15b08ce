// A unit while it runs: parley's end of one keeper after the other, until every member has a result. Passive:
// the session polls its two descriptors and calls it.
#pragma once

#include <map>
#include <utility>

#include "engine/capture/recording.hpp"
#include "engine/runner/account.hpp"
#include "engine/runner/channel.hpp"
#include "engine/runner/event_area.hpp"
#include "engine/runner/load_meter.hpp"
#include "engine/runner/script_host.hpp"
#include "engine/runner/session.hpp"
#include "engine/runner/unit.hpp"
#include "engine/runner/wire.hpp"

namespace parley::runner {

/// What all units of a session share; it outlives them.
struct SessionContext {
  ScriptHost& host;
  const std::vector<Scenario>& scenarios;  ///< All of the run.
  const SessionOptions& options;
  SessionListener& listener;
  const Clock& clock;
  SessionListener& observer;  ///< Is told of events.
  int& runs;                  ///< How many runs of scenarios have begun to tell of events.
};

/// parley's end of a keeper.
struct Keeper {
  world::Process process;
  Descriptor messages;  ///< To be read.
  Descriptor errands;   ///< To be written; the keeper of a private world ends when it is closed.
  EventArea area;
};

class RunningUnit {
 public:
  RunningUnit(const SessionContext& context, const Unit& unit, bool private_network);

  /// Whether a keeper that stays will do for it: one whose world knows no names of its own, and whose packets
  /// nobody takes.
  bool takes_idle_keeper() const;
  /// Has `idle` run the members that have no result, or starts a keeper for them where it is none; its world
  /// is made while other units still run. Errors: no pipe, no process, no namespace to be had.
  Error prepare(Keeper idle = {});
  /// It is this unit's turn: the keeper that was prepared is told to begin.
  void go();

  /// To be polled for reading; -1 once it said all.
  int messages_fd() const { return at_end_ ? -1 : keeper_.messages.get(); }
  /// Becomes readable when the keeper has ended.
  int keeper_fd() const { return keeper_.process.pidfd.get(); }

  /// How many cores it asks for. One on the host network counts as a core whatever it does: most of the time
  /// it waits for the lock, and more of its kind would wait with it.
  double load() const { return private_network_ ? meter_.load() : 1; }
  /// Finds out what it asks for now, if the last time is long enough ago.
  void measure_load(Instant now) { meter_.measure(now); }

  void read_messages();
  /// The keeper has said how it ended, and has nothing left to do but to leave, or to wait for an errand.
  bool has_ending() const { return has_ending_; }
  bool keeper_stays() const { return has_ending_ && ending_.stays; }
  /// The keeper was one that stayed, and has left without a word: it could not make its world anew.
  bool was_turned_away() const { return is_reused_ && at_end_ && !is_heard_; }
  /// The keeper has ended, all its messages were read, or it said so: closes its account. True where members
  /// are left for another process.
  bool keeper_ended();
  /// The keeper that has ended, to be waited for, or that stays.
  Keeper release_keeper() { return std::exchange(keeper_, Keeper()); }
  /// Stops the scenario and all it has started, and its time limit, until go_on.
  void suspend() const { world::suspend(keeper_.process); }
  void go_on() const { world::go_on(keeper_.process); }
  /// Ends the scenario at once; stop() is still to be called.
  void begin_stop() const { world::stop_keeper(keeper_.process, private_network_); }
  /// Ends the scenario at once and waits until nothing is left of it.
  void stop();

 private:
  Error prepare_to_watch();
  Error start_keeper();
  int run_errand(const std::string& order, const world::Inside& inside, int channel);
  std::size_t bytes_of_events() const;
  void apply(const Message& message);
  void take_events(std::uint64_t base, std::string_view records);
  void tell(std::vector<transcript::Event> events);
  void take_what_is_left();
  Account::Conclude conclusion();
  void keep_capture(const Scenario& scenario, Result& result);

  const SessionContext& context_;
  bool private_network_;
  std::optional<std::uint64_t> segment_;
  int round_;
  Account account_;
  LoadMeter meter_;
  Keeper keeper_;
  Assembler assembler_;
  std::optional<capture::Recording> recording_;  ///< Where packets are captured.
  std::uint64_t events_taken_ = 0;               ///< Bytes of its events that were told.
  std::map<int, int> runs_;                      ///< The numbers of its members' runs, by Scenario::index.
  world::Ending ending_;
  bool at_end_ = false;
  bool is_reused_ = false;  ///< The keeper has run others before.
  bool is_heard_ = false;   ///< It, or the scenario's process, has said something.
  bool has_ending_ = false;
};

}  // namespace parley::runner
