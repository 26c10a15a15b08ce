// A sweep runs every scenario under many ways to cut its streams (--segment=sweep), and gives it one verdict:
// it failed where it failed under any of them. TCP promises no places where bytes are cut, so a run that
// passes beside one that fails is a mistake of the script or of a program under test, and the two are shown
// side by side. Stands between a session and its listener.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "engine/runner/session.hpp"

namespace parley::runner {

/// What a sweep plays, as Surroundings::segment: whole, byte by byte, and under ten seeds.
std::vector<std::optional<std::uint64_t>> sweep_segments();

inline bool is_sweep(const SessionOptions& options) { return options.segments.size() > 1; }

class Sweep final : public SessionListener {
 public:
  /// Both outlive this.
  Sweep(const SessionOptions& options, SessionListener& listener) : options_(options), listener_(listener) {}

  void scenario_started(const Scenario& scenario) override;
  void scenario_finished(const Scenario& scenario, const Result& result) override;
  void role_printed(const Scenario& scenario, const Output& output) override {
    listener_.role_printed(scenario, output);
  }
  void scenario_slow(const Scenario& scenario, Duration so_far) override {
    listener_.scenario_slow(scenario, so_far);
  }
  Duration idle() override { return listener_.idle(); }

 private:
  const SessionOptions& options_;
  SessionListener& listener_;
  std::map<const Scenario*, std::vector<Result>> results_;  ///< Of those that have begun.
};

}  // namespace parley::runner
