#include "engine/runner/session.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <memory>

#include "engine/runner/requirements.hpp"
#include "engine/runner/running_unit.hpp"
#include "engine/runner/signal_watch.hpp"
#include "engine/runner/unit.hpp"
#include "engine/world/probe.hpp"

namespace parley::runner {
namespace {

Conditions look_around(const SessionOptions& options) {
  if (options.network == Network::host) return {false, "the host network was asked for", false};
  const world::PrivateWorld world = world::try_private_world();
  if (!world.failure) return {true, "", world.ipv6};
  return {false, std::string("this machine allows none (") + world.failure.message() + "); see parley doctor",
          false};
}

/// A limit that other running scenarios may be part of: worth another try when one of them has ended.
bool is_shortage(const Error& error) {
  const int code = error.domain() == Error::Domain::system ? error.code() : 0;
  return code == EAGAIN || code == ENOMEM || code == ENOSPC || code == EMFILE || code == ENFILE;
}

/// The loop over units: starts as many as may run at once, polls them, ends when none is left.
class Session {
 public:
  Session(const SessionContext& context, const Conditions& conditions, const SignalWatch& signals,
          std::vector<Unit> units)
      : context_(context), conditions_(conditions), signals_(signals), units_(std::move(units)) {}

  SessionEnd run() {
    while (!end_.failure && end_.signal == 0) {
      start_units();
      if (running_.empty() || end_.failure) break;
      wait();
    }
    for (const auto& unit : running_) unit->stop();
    return end_;
  }

 private:
  void start_units() {
    const auto most = static_cast<std::size_t>(std::max(context_.options.jobs, 1));
    while (next_ < units_.size() && running_.size() < most) {
      const std::vector<const Scenario*> members = skip_unmet(units_[next_]);
      if (members.empty()) {
        ++next_;
        continue;
      }
      const bool in_private = runs_privately(*members.front(), conditions_);
      auto unit = std::make_unique<RunningUnit>(context_, members, in_private);
      if (!start(*unit)) return;
      running_.push_back(std::move(unit));
      ++next_;
    }
  }

  /// False where it did not start: for now, or for good (then end_ says so).
  bool start(RunningUnit& unit) {
    const Error error = unit.start();
    if (error && (running_.empty() || !is_shortage(error))) end_.failure = error;
    return !error;
  }

  /// Gives a result to members that cannot run, and returns those that can.
  std::vector<const Scenario*> skip_unmet(Unit& unit) {
    std::vector<const Scenario*> members;
    for (const Scenario* scenario : unit.members) {
      if (const std::optional<Result> result = why_it_cannot_run(*scenario, conditions_)) {
        context_.listener.scenario_started(*scenario);
        context_.listener.scenario_finished(*scenario, *result);
      } else {
        members.push_back(scenario);
      }
    }
    unit.members = members;
    return members;
  }

  void wait() {
    std::vector<pollfd> watched = {{signals_.fd(), POLLIN, 0}};
    for (const auto& unit : running_) {
      watched.push_back({unit->messages_fd(), POLLIN, 0});
      watched.push_back({unit->keeper_fd(), POLLIN, 0});
    }
    if (poll(watched.data(), watched.size(), -1) < 0) return;
    if (watched[0].revents != 0) end_.signal = signals_.take();
    for (std::size_t i = 0; i < running_.size(); ++i) {
      if (watched[1 + 2 * i].revents != 0) running_[i]->read_messages();
      if (watched[2 + 2 * i].revents != 0) end_keeper(running_[i]);
    }
    std::erase(running_, nullptr);
  }

  /// Lets go of a unit whose members all have a result; those left after a crash run in a fresh process.
  void end_keeper(std::unique_ptr<RunningUnit>& unit) {
    const bool more = unit->keeper_ended();
    if (more && end_.signal == 0) end_.failure = unit->start();
    if (!more || end_.signal != 0 || end_.failure) unit.reset();
  }

  const SessionContext& context_;
  const Conditions& conditions_;
  const SignalWatch& signals_;
  std::vector<Unit> units_;
  SessionEnd end_;
  std::size_t next_ = 0;
  std::vector<std::unique_ptr<RunningUnit>> running_;
};

}  // namespace

SessionEnd run_scenarios(ScriptHost& host, const std::vector<Scenario>& scenarios,
                         const SessionOptions& options, SessionListener& listener) {
  const SteadyClock clock;
  const SignalWatch signals;
  const Conditions conditions = look_around(options);
  if (options.network == Network::private_world && !conditions.private_allowed) {
    return {0, Error::text("no private network: " + conditions.why_not)};
  }
  const SessionContext context{host, options, listener, clock};
  return Session(context, conditions, signals, make_units(scenarios)).run();
}

}  // namespace parley::runner
