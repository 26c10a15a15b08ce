// Stands between a session and its listener: has scenarios that failed run again (--retries), tells the
// listener of a scenario once, with all its attempts, and ends the session when enough have failed
// (--fail-fast).
#pragma once

#include <map>
#include <vector>

#include "engine/runner/session.hpp"
#include "engine/runner/unit_queue.hpp"

namespace parley::runner {

class Attempts final : public SessionListener {
 public:
  /// All three outlive this.
  Attempts(const SessionOptions& options, UnitQueue& queue, SessionListener& listener)
      : options_(options), queue_(queue), listener_(listener) {}

  void scenario_started(const Scenario& scenario) override;
  void scenario_finished(const Scenario& scenario, const Result& result) override;
  void role_printed(const Scenario& scenario, const Output& output) override {
    listener_.role_printed(scenario, output);
  }
  void scenario_slow(const Scenario& scenario, Duration so_far) override {
    listener_.scenario_slow(scenario, so_far);
  }
  Duration idle() override { return listener_.idle(); }

  /// As many scenarios have failed for good as --fail-fast allows.
  bool failed_enough() const { return options_.fail_fast > 0 && failed_ >= options_.fail_fast; }

 private:
  void conclude(const Scenario& scenario, const Result& result);

  const SessionOptions& options_;
  UnitQueue& queue_;
  SessionListener& listener_;
  std::map<const Scenario*, std::vector<Result>> earlier_;  ///< The failed attempts of those that run again.
  int failed_ = 0;
};

}  // namespace parley::runner
