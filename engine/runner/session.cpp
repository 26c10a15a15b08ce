#include "engine/runner/session.hpp"

#include <poll.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/pausable_clock.hpp"
#include "engine/runner/attempts.hpp"
#include "engine/runner/capacity.hpp"
#include "engine/runner/requirements.hpp"
#include "engine/runner/running_unit.hpp"
#include "engine/runner/slow_watch.hpp"
#include "engine/runner/sweep.hpp"
#include "engine/runner/unit.hpp"
#include "engine/runner/unit_queue.hpp"
#include "engine/world/probe.hpp"

namespace parley::runner {
namespace {

/// `leaving` is the process that found it out, if it is left.
Conditions look_around(const SessionOptions& options, world::Process& leaving) {
  if (options.network == Network::host) return {false, "the host network was asked for", false};
  world::PrivateWorld world = options.private_world();
  leaving = std::move(world.leaving);
  if (!world.failure) return {true, "", world.ipv6};
  return {false, std::string("this machine allows none (") + world.failure.message() + "); see parley doctor",
          false};
}

/// A limit that other running scenarios may be part of: worth another try when one of them has ended.
bool is_shortage(const Error& error) {
  const int code = error.domain() == Error::Domain::system ? error.code() : 0;
  return code == EAGAIN || code == ENOMEM || code == ENOSPC || code == EMFILE || code == ENFILE;
}

/// A unit before its turn: who of it can run, what those get that cannot, and the process that is made ready.
struct NextUnit {
  Unit unit;  ///< With those of its members that can run.
  std::vector<std::pair<const Scenario*, Result>> unmet;
  std::unique_ptr<RunningUnit> prepared;  ///< Null where nobody can run, or where there was no process yet.
};

/// On the host network scenarios run one by one, since a second one would only wait for the lock. Nobody
/// needs to count cores for one, or for a scenario alone.
int jobs_of(const SessionOptions& options, const Conditions& conditions, std::size_t units) {
  const bool one_by_one = !conditions.private_allowed || (units == 1 && options.rounds == 1);
  return options.jobs == 0 && one_by_one ? 1 : options.jobs;
}

/// The loop over units: runs as many as may run at once, makes the next one ready meanwhile, ends when none
/// is left.
class Session {
 public:
  Session(const SessionContext& context, const Conditions& conditions, SignalWatch& signals,
          PausableClock& clock, const Capacity& capacity, UnitQueue& queue, world::Process leaving)
      : context_(context),
        conditions_(conditions),
        signals_(signals),
        clock_(clock),
        capacity_(capacity),
        queue_(queue) {
    if (leaving.pidfd) leaving_.push_back(std::move(leaving));
    const Duration limit = context.options.time_limit;
    if (limit != Duration::max()) deadline_ = context.clock.now() + limit;
  }

  SessionEnd run() {
    while (!end_.failure && end_.signal == 0 && end_.early.empty()) {
      start_units();
      if (running_.empty() || end_.failure) break;
      wait();
      if (context_.clock.now() >= deadline_)
        end_.early = "the time limit of the run is over (--global-timeout)";
    }
    for (NextUnit& next : upcoming_)
      if (next.prepared) running_.push_back(std::move(next.prepared));
    for (const auto& unit : running_) unit->begin_stop();
    for (const auto& unit : running_) unit->stop();
    dismiss_idle();
    for (const world::Process& keeper : leaving_) world::wait_for(keeper);
    return end_;
  }

 private:
  void start_units() {
    while (prepare_next() && has_room() && !queue_.is_closed()) {
      NextUnit next = std::move(upcoming_.front());
      upcoming_.pop_front();
      for (const auto& [scenario, result] : next.unmet) {
        context_.listener.scenario_started(*scenario);
        context_.listener.scenario_finished(*scenario, result);
      }
      if (next.prepared) {
        next.prepared->go();
        running_.push_back(std::move(next.prepared));
      }
    }
    if (end_.failure) return;
    for (std::size_t place = 1; place < ahead() && prepare(place, false); ++place) continue;
  }

  /// How many units are made ready before their turn. A world whose packets are captured waits for the kernel
  /// for some 20 ms, and several wait together.
  std::size_t ahead() const { return context_.options.captures == nullptr ? 1 : 8; }

  bool has_room() {
    double load = 0;
    if (capacity_.asks_for_load()) {
      const Instant now = context_.clock.now();
      for (const auto& unit : running_) {
        unit->measure_load(now);
        load += unit->load();
      }
    }
    return capacity_.has_room(running_.size(), load);
  }

  /// Whether room may appear though nobody ends: what runs may come to ask for less.
  bool waits_for_load() const {
    return !upcoming_.empty() && capacity_.asks_for_load() && running_.size() < capacity_.most();
  }

  /// Sees to it that the next unit is ready to go. False where there is none, or it could not be started: for
  /// now, or for good (then end_ says so).
  bool prepare_next() { return prepare(0, true); }

  /// The same with the unit that has so many before it. Where it is not `needed` yet an error is none: it is
  /// tried again when it is the next.
  bool prepare(std::size_t place, bool needed) {
    if (upcoming_.size() <= place) {
      const std::optional<Unit> unit = queue_.take();
      if (!unit) {
        dismiss_idle();
        return false;
      }
      upcoming_.push_back(choose(*unit));
    }
    NextUnit& next = upcoming_[place];
    if (next.unit.members.empty() || next.prepared) return true;
    const bool in_private = runs_privately(*next.unit.members.front(), conditions_);
    auto unit = std::make_unique<RunningUnit>(context_, next.unit, in_private);
    const Error error = unit->prepare(unit->takes_idle_keeper() ? take_idle() : Keeper());
    if (error && needed && (running_.empty() || !is_shortage(error))) end_.failure = error;
    if (!error) next.prepared = std::move(unit);
    return !error;
  }

  Keeper take_idle() {
    if (idle_.empty()) return {};
    Keeper keeper = std::move(idle_.back());
    idle_.pop_back();
    return keeper;
  }

  /// Has the keepers leave that wait for nothing any more.
  void dismiss_idle() {
    for (Keeper& keeper : idle_) leaving_.push_back(std::move(keeper.process));
    idle_.clear();
  }

  /// Tells the members of a unit that can run from those that cannot.
  NextUnit choose(const Unit& unit) const {
    NextUnit next;
    next.unit = unit;
    next.unit.members.clear();
    for (const Scenario* scenario : unit.members) {
      std::optional<Result> result = why_it_cannot_run(*scenario, conditions_);
      if (result) {
        result->round = unit.round;
        result->segment = unit.segment;
        next.unmet.emplace_back(scenario, std::move(*result));
      } else {
        next.unit.members.push_back(scenario);
      }
    }
    return next;
  }

  void wait() {
    std::vector<pollfd> watched = {{signals_.fd(), POLLIN, 0}};
    for (const auto& unit : running_) {
      watched.push_back({unit->messages_fd(), POLLIN, 0});
      watched.push_back({unit->keeper_fd(), POLLIN, 0});
    }
    for (const world::Process& keeper : leaving_) watched.push_back({keeper.pidfd.get(), POLLIN, 0});
    if (poll(watched.data(), watched.size(), longest_wait()) <= 0) return;
    if (watched[0].revents != 0) take_signal();
    for (std::size_t i = 0; i < running_.size(); ++i) {
      if (watched[1 + 2 * i].revents != 0) running_[i]->read_messages();
      if (watched[2 + 2 * i].revents != 0 || running_[i]->has_ending()) end_keeper(running_[i]);
    }
    std::erase(running_, nullptr);
    reap();
  }

  void take_signal() {
    const int signal = signals_.take();
    if (signal == SIGTSTP) {
      suspend();
    } else {
      end_.signal = signal;
    }
  }

  /// Suspends the scenarios, then this process. When it goes on, so do they, and no time has passed for them.
  void suspend() {
    for (const auto& unit : running_) unit->suspend();
    clock_.leave_out(signals_.suspend());
    for (const auto& unit : running_) unit->go_on();
  }

  /// Reaps the keepers that are gone. What a world takes to be dismantled is no scenario's time.
  void reap() {
    std::erase_if(leaving_, [](const world::Process& keeper) {
      return waitpid(keeper.pid, nullptr, WNOHANG) == keeper.pid;
    });
  }

  /// In milliseconds, as poll(2) takes it.
  int longest_wait() const {
    using std::chrono::milliseconds;
    Duration longest = context_.listener.idle();
    if (deadline_ != never) longest = std::clamp(deadline_ - context_.clock.now(), Duration::zero(), longest);
    if (waits_for_load()) longest = std::min(longest, LoadMeter::span);
    if (longest >= std::chrono::hours(1)) return -1;
    return static_cast<int>(std::chrono::ceil<milliseconds>(longest).count());
  }

  /// Lets go of a unit whose members all have a result; those left after a crash, or turned away, run in a
  /// fresh process.
  void end_keeper(std::unique_ptr<RunningUnit>& unit) {
    if (!unit->has_ending()) unit->read_messages();
    const bool more = unit->was_turned_away() || unit->keeper_ended();
    const bool stays = unit->keeper_stays();
    Keeper keeper = unit->release_keeper();
    if (stays) {
      idle_.push_back(std::move(keeper));
    } else {
      leaving_.push_back(std::move(keeper.process));
    }
    if (more && end_.signal == 0) end_.failure = unit->prepare();
    if (!more || end_.signal != 0 || end_.failure) {
      unit.reset();
    } else {
      unit->go();
    }
  }

  const SessionContext& context_;
  const Conditions& conditions_;
  SignalWatch& signals_;
  PausableClock& clock_;
  const Capacity& capacity_;
  UnitQueue& queue_;
  Instant deadline_ = never;
  SessionEnd end_;
  std::deque<NextUnit> upcoming_;  ///< The next ones, in their order.
  std::vector<std::unique_ptr<RunningUnit>> running_;
  std::vector<Keeper> idle_;             ///< That stay for another unit.
  std::vector<world::Process> leaving_;  ///< Keepers whose scenarios have ended, and the first trial.
};

}  // namespace

SessionEnd run_scenarios(ScriptHost& host, const std::vector<Scenario>& scenarios,
                         const SessionOptions& options, SessionListener& listener, SignalWatch& signals) {
  PausableClock clock;
  world::Process leaving;
  const Conditions conditions = look_around(options, leaving);
  if (options.network == Network::private_world && !conditions.private_allowed) {
    world::wait_for(leaving);
    return {0, Error::text("no private network: " + conditions.why_not)};
  }
  std::vector<Unit> units = under_each(make_units(scenarios), options.segments);
  const int jobs = jobs_of(options, conditions, units.size());
  UnitQueue queue(std::move(units), options.rounds, options.shuffle);
  const Capacity capacity(jobs);
  if (jobs != 1) queue.put_longest_first();
  Attempts attempts(options, queue, listener);
  Sweep sweep(options, attempts);
  SessionListener& judge = is_sweep(options) ? static_cast<SessionListener&>(sweep) : attempts;
  SlowWatch slow_watch(options.slow_after, clock, judge);
  int runs = 0;
  const SessionContext context{host, scenarios, options, slow_watch, clock, listener, runs};
  SessionEnd end = Session(context, conditions, signals, clock, capacity, queue, std::move(leaving)).run();
  if (attempts.failed_enough() && end.early.empty())
    end.early = "after " + std::to_string(options.fail_fast) + " failed (--fail-fast)";
  return end;
}

}  // namespace parley::runner
