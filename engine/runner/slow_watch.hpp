// Stands between a session and its listener, and tells that of scenarios that run for long. Driven by the
// session, which asks before each wait how long it may wait.
#pragma once

#include <vector>

#include "engine/runner/session.hpp"

namespace parley::runner {

class SlowWatch final : public SessionListener {
 public:
  /// `after` is SessionOptions::slow_after. The others outlive this.
  SlowWatch(Duration after, const Clock& clock, SessionListener& listener)
      : after_(after), clock_(clock), listener_(listener) {}

  void scenario_started(const Scenario& scenario) override;
  void scenario_finished(const Scenario& scenario, const Result& result) override;
  void role_printed(const Scenario& scenario, const Output& output) override {
    listener_.role_printed(scenario, output);
  }
  Duration idle() override;

 private:
  struct Running {
    const Scenario* scenario;
    Instant began;
    Duration
        next;  ///< After which the listener is told again: twice as long each time, so that it stays quiet.
  };

  Duration after_;
  const Clock& clock_;
  SessionListener& listener_;
  std::vector<Running> running_;  ///< With --repeat one scenario may be there twice.
};

}  // namespace parley::runner
